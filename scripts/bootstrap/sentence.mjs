/** What went wrong, said to a person: printed without a stack. */
export class Sentence extends Error {}
