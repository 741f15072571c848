/** Characters of a new password; the longest holds for any. Apart from the schemas: pages need only these. */
export const PASSWORD_LENGTH = { min: 8, max: 200 } as const;
