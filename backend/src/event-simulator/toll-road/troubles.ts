/** One thing that can go wrong with a kind of device: what it says while it goes wrong, and when it is well again. */
export interface Trouble {
  readonly warning: string;
  readonly error: string;
  readonly ok: string;
}

export const trouble = (warning: string, error: string, ok: string): Trouble => ({ warning, error, ok });

/** What the devices of the A7 complain about, in the words of their vendors. */
export const TROUBLES = {
  'lane.barrier': [
    trouble(
      'Opens in {2-4}.{1-9} s, usual 0.9 s',
      'Barrier does not answer: {3-9} polls lost, loop occupied',
      'Answers again after {2-40} min {1-59} s',
    ),
    trouble(
      'Arm hit softly, breakaway bolt holds',
      'Arm broken off, lane closed by itself',
      'Arm replaced, {12-30} test cycles passed',
    ),
  ],
  'lane.gate': [
    trouble(
      'Torque {71-94} % of its limit, rail dirty?',
      'Gate stuck half open, torque limit reached {2-6} times',
      'Moves freely, torque {18-33} %',
    ),
    trouble(
      'Closes {4-9} s late',
      'End position not reached, motor stopped after {20-45} s',
      'Closed and locked by schedule',
    ),
  ],
  'lane.camera': [
    trouble(
      'Sharpness {41-63} %, lens dirty or wet',
      'No frame for {30-180} s, last plate {plate}',
      'Frames again, {23-25} per second',
    ),
    trouble(
      'Exposure at its limit, {4-19} % of images too dark',
      'Images black for {2-15} min, exposure fault',
      'Images bright, exposure {3-9} ms',
    ),
  ],
  'lane.loop': [
    trouble(
      'Counts {4-12} % more vehicles than the camera',
      'Loop open: inductance out of range, {120-640} vehicles not counted',
      'In tune again, deviation {1-3} %',
    ),
  ],
  'lane.antenna': [
    trouble(
      'Tag reads {61-86} % of vehicles, usual 98 %',
      'No tag read for {4-25} min, {40-310} vehicles passed',
      'Reads {96-99} % of vehicles',
    ),
    trouble(
      'Transmit power {2-5} dB below its setting',
      'Antenna not matched, transmitter switched off',
      'Transmit power as set',
    ),
  ],
  'lane.printer': [
    trouble(
      'Paper low, about {20-90} receipts left',
      'Out of paper, {3-40} receipts not given',
      'Paper refilled',
    ),
    trouble('Cutter slow, {2-5} tries', 'Paper jam behind the cutter', 'Jam cleared, test receipt printed'),
  ],
  'lane.coin-box': [
    trouble(
      'Coin box {82-96} % full',
      'Coin box full, lane takes cards only',
      'Coin box changed, {310-980} EUR taken out',
    ),
    trouble(
      'Rejects {8-22} % of coins, usual 2 %',
      'Coin path blocked, {2-9} coins not returned',
      'Coin path clear',
    ),
  ],
  'lane.card-reader': [
    trouble(
      'Rejects {11-28} % of contactless cards',
      'Rejects every contactless card: terminal key expired',
      'Takes cards, {97-99} % at the first try',
    ),
    trouble(
      'Answers in {3-8} s, usual 1 s',
      'Terminal does not answer, restarted {2-5} times',
      'Terminal is back',
    ),
  ],
  'network.switch': [
    trouble(
      'Uplink errors: {120-900} frames a minute',
      'Uplink down, {9-24} ports behind it do not answer',
      'Uplink up at 1 Gbit/s, {9-24} ports answer',
    ),
  ],
  'power.ups': [
    trouble(
      'On battery, {21-58} min left at this load',
      'Battery {3-9} min from empty, load {62-97} %',
      'On mains, battery {88-99} %',
    ),
  ],
  'gantry.camera': [
    trouble(
      'Flash weak, {6-21} % of plates unreadable',
      'Images black, exposure fault, {210-890} vehicles not seen',
      'Plates read at {96-99} %',
    ),
    trouble(
      'Housing {58-69} °C, limit 70 °C',
      'Switched off at {71-78} °C to protect the sensor',
      'Housing at {24-41} °C, running',
    ),
  ],
  'gantry.link': [
    trouble(
      'Light level −{26-28} dBm, limit −28 dBm',
      'Light level −{29-35} dBm, link lost {2-11} times',
      'Light level −{12-18} dBm',
    ),
  ],
  'gantry.ocr': [
    trouble(
      'Queue of {240-900} images, {3-9} min behind',
      'Engine stopped, {1200-5400} images wait',
      'Reads {96-98}.{1-9} % at {310-640} vehicles an hour',
    ),
  ],
  'payments.acquirer': [
    trouble(
      'Authorisation takes {2-6}.{1-9} s, usual 0.4 s',
      'Authorisation timeouts {14-62} % (limit 5 %), {80-420} waiting',
      'Authorises in 0.{3-6} s, none waiting',
    ),
    trouble(
      'Certificate expires in {2-13} days',
      'Link down: certificate refused by the acquirer',
      'Link up with a new certificate',
    ),
  ],
  'payments.settlement': [
    trouble(
      'File {12-55} min late, {3-9} of 11 files received',
      'Totals differ by {14-980} EUR from the lane totals',
      'All 11 files received and balanced',
    ),
  ],
  'back-office.sync': [
    trouble(
      'Tag list {16-48} min old (limit 15)',
      'Tag list {3-9} h old: new tags are charged by plate',
      'Tag list of {3-9} min ago, {410-990} thousand tags',
    ),
  ],
  'back-office.job': [
    trouble(
      'Runs for {40-95} min, usual 20',
      'Failed after {3-6} tries: lock timeout',
      'Done in {9-24} min, {12-88} thousand rows',
    ),
  ],
  'back-office.storage': [
    trouble(
      'Image store {86-94} % full, {3-8} days left',
      'Image store full, cameras keep {2-9} h themselves',
      'Image store {52-71} % full',
    ),
  ],
} as const satisfies Readonly<Record<string, readonly Trouble[]>>;

export type DeviceType = keyof typeof TROUBLES;
