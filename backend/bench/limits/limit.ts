/** What a process that measures a raw engine is asked. */
export type LimitQuestion =
  | { readonly ask: 'open'; readonly product: string; readonly limit: string }
  | { readonly ask: 'fill' }
  | { readonly ask: 'load' }
  | { readonly ask: 'insert' };

export interface LimitWindow {
  readonly units: number;
  readonly milliseconds: number;
  /** Milliseconds of each transaction. */
  readonly took: readonly number[];
  readonly cpuMicroseconds: number;
}
