import Type, { type Static } from 'typebox';

const count = (status: string) =>
  Type.Integer({ minimum: 0, description: `Applied reports that said ${status}.`, examples: [12] });

export const HistogramBucketSchema = Type.Object(
  {
    from: Type.String({
      format: 'date-time',
      description: 'Start, inclusive.',
      examples: ['2026-11-22T03:17:00.000Z'],
    }),
    to: Type.String({
      format: 'date-time',
      description: 'End, exclusive.',
      examples: ['2026-11-22T03:18:00.000Z'],
    }),
    ok: count('ok'),
    warning: count('warning'),
    error: count('error'),
  },
  { description: 'A bar of the histogram.' },
);
export type HistogramBucket = Static<typeof HistogramBucketSchema>;
