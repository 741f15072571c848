/** How long a line may be, in UTF-16 code units. */
export const MAX_LINE_LENGTH = 32_000;
