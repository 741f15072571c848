/** Whether a model's name says that it turns text into vectors: not every list tells what its models can. */
export const isEmbeddingName = (name: string): boolean => /(^|[-_/.])embed(ding)?s?([-_/.:]|$)/i.test(name);
