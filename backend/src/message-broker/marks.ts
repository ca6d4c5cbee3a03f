/** What we write on messages that go back to the broker: names of headers, the same on every broker. */
export const MARKS = {
  /** How often it was tried. */
  attempts: 'signalbox-attempts',
  /** The routing key or subject that it came with. */
  subject: 'signalbox-subject',
  /** Why it was put aside. */
  reason: 'signalbox-reason',
  /** When it was put aside: RFC 3339. */
  at: 'signalbox-at',
  /** Names the dead letter. */
  letter: 'signalbox-letter',
  /** The name that its sender gave it, where the broker must know it by another. */
  messageId: 'signalbox-message-id',
  /** How its body is packed. */
  packing: 'signalbox-packing',
} as const;
export type Mark = (typeof MARKS)[keyof typeof MARKS];
export type Marks = Readonly<Partial<Record<Mark, string>>>;
