import type { DeviceType } from './troubles.ts';

/** A device that reports: where it stands, and what kind it is. */
export interface Device {
  readonly source: string;
  readonly key: string;
  readonly type: DeviceType;
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** What stands in every lane, as in `lane-07/barrier`. */
const LANE_DEVICES: Readonly<Record<string, DeviceType>> = {
  barrier: 'lane.barrier',
  gate: 'lane.gate',
  'camera-front': 'lane.camera',
  'camera-rear': 'lane.camera',
  'loop-1': 'lane.loop',
  'loop-2': 'lane.loop',
  antenna: 'lane.antenna',
  printer: 'lane.printer',
  'coin-box': 'lane.coin-box',
  'card-reader': 'lane.card-reader',
};
const PLAZA_DEVICES: Readonly<Record<string, DeviceType>> = {
  'switch-1/uplink': 'network.switch',
  'switch-2/uplink': 'network.switch',
  'ups-1': 'power.ups',
  'ups-2': 'power.ups',
};
const GANTRY_DEVICES: Readonly<Record<string, DeviceType>> = {
  'camera-front-1': 'gantry.camera',
  'camera-front-2': 'gantry.camera',
  'camera-front-3': 'gantry.camera',
  'camera-rear-1': 'gantry.camera',
  'camera-rear-2': 'gantry.camera',
  'camera-rear-3': 'gantry.camera',
  'antenna-1': 'lane.antenna',
  'antenna-2': 'lane.antenna',
  'link/fibre-a': 'gantry.link',
  'link/fibre-b': 'gantry.link',
  'ocr/engine': 'gantry.ocr',
  'ups-1': 'power.ups',
};
const PAYMENT_DEVICES: Readonly<Record<string, DeviceType>> = {
  'acquirer-1/link': 'payments.acquirer',
  'acquirer-2/link': 'payments.acquirer',
  'acquirer-3/link': 'payments.acquirer',
  'settlement/plaza-north': 'payments.settlement',
  'settlement/plaza-south': 'payments.settlement',
};
const OFFICE_DEVICES: Readonly<Record<string, DeviceType>> = {
  'tag-sync': 'back-office.sync',
  'plate-sync': 'back-office.sync',
  'job/invoices': 'back-office.job',
  'job/reminders': 'back-office.job',
  'job/statistics': 'back-office.job',
  'image-store': 'back-office.storage',
};

const FIRMWARES = ['4.2.1', '4.2.3', '5.0.0'] as const;

/** Every device of the A7, in the order of its places. */
export function buildRoad(): Device[] {
  return [
    ...plaza('plaza-north', 14),
    ...plaza('plaza-south', 11),
    ...place('gantry-114', GANTRY_DEVICES),
    ...place('gantry-117', GANTRY_DEVICES),
    ...place('payments', PAYMENT_DEVICES),
    ...place('back-office', OFFICE_DEVICES),
  ];
}

function plaza(source: string, lanes: number): Device[] {
  const numbers = Array.from({ length: lanes }, (_, index) => index + 1);
  return [...place(source, PLAZA_DEVICES), ...numbers.flatMap((lane) => laneOf(source, lane))];
}

function laneOf(source: string, lane: number): Device[] {
  const name = `lane-${String(lane).padStart(2, '0')}`;
  return Object.entries(LANE_DEVICES).map(([device, type], index) => ({
    source,
    key: `${name}/${device}`,
    type,
    attributes: { lane, device, firmware: FIRMWARES[(lane + index) % FIRMWARES.length] as string },
  }));
}

const place = (source: string, devices: Readonly<Record<string, DeviceType>>): Device[] =>
  Object.entries(devices).map(([key, type]) => ({
    source,
    key,
    type,
    attributes: { road: 'A7', device: key },
  }));
