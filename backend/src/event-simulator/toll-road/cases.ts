import { trouble, type Trouble, TROUBLES } from './troubles.ts';

/** Things that happen once, get a number, and are settled or not. */
export interface CaseKind {
  readonly type: string;
  readonly sources: readonly string[];
  /** The first part of the key; the case's number follows. */
  readonly prefix: string;
  readonly trouble: Trouble;
}

const LANES = ['plaza-north', 'plaza-south'] as const;
const GANTRIES = ['gantry-114', 'gantry-117'] as const;

export const CASE_KINDS: readonly CaseKind[] = [
  {
    type: 'case.passage',
    sources: GANTRIES,
    prefix: 'passage',
    trouble: trouble(
      'Plate {plate} read with {61-84} % certainty at {71-128} km/h',
      'Plate unreadable at {71-128} km/h, no tag',
      'Plate {plate} confirmed by a second image',
    ),
  },
  {
    type: 'case.class',
    sources: LANES,
    prefix: 'class',
    trouble: trouble(
      'Class {2-5} detected, class 1 declared by the tag',
      'Axles not counted, lorry {plate} charged as a car',
      'Class corrected by hand',
    ),
  },
  {
    type: 'case.run-through',
    sources: LANES,
    prefix: 'run-through',
    trouble: trouble(
      '{plate} passed on yellow, charge pending',
      '{plate} passed a closed lane at {31-78} km/h',
      'Charged to the account of {plate}',
    ),
  },
  {
    type: 'case.refund',
    sources: ['payments'],
    prefix: 'refund',
    trouble: trouble(
      'Refund of {3-48} EUR waits for its second signature',
      'Refund of {3-48} EUR refused: card expired',
      'Refund of {3-48} EUR paid',
    ),
  },
  {
    type: 'payments.settlement',
    sources: ['payments'],
    prefix: 'settlement',
    trouble: TROUBLES['payments.settlement'][0],
  },
  {
    type: 'case.tag',
    sources: ['back-office'],
    prefix: 'tag',
    trouble: trouble(
      'Battery of the tag low, read {2-5} times out of 10',
      'Tag seen at two plazas within {3-9} min',
      'New tag sent',
    ),
  },
];
