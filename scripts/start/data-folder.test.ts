import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../tools/root.ts';
import { databasePlace } from './data-folder.ts';

const none = { data: undefined, database: undefined };
const server = 'postgres://signalbox@127.0.0.1/signalbox';

describe('where a start keeps the events', () => {
  it('is a file below the repository, where nothing is said', () => {
    const file = path.join(root, 'data/events.db');
    assert.deepEqual(databasePlace(none, ''), {
      url: `sqlite:${file}`,
      file,
      folder: path.join(root, 'data'),
    });
  });

  it('is the folder of the option before the configuration', () => {
    const place = databasePlace({ ...none, data: '/tmp/here' }, 'sqlite:./there/events.db');
    assert.equal(place.file, '/tmp/here/events.db');
  });

  it('is the file of the configuration, with the logs beside it', () => {
    const place = databasePlace(none, 'sqlite:./there/mine.db');
    assert.equal(place.file, path.join(root, 'there/mine.db'));
    assert.equal(place.folder, path.join(root, 'there'));
  });

  it('is the server of the option, with the logs in the folder of the option', () => {
    const place = databasePlace({ data: '/tmp/here', database: server }, 'sqlite:./there/events.db');
    assert.deepEqual(place, { url: server, file: undefined, folder: '/tmp/here' });
  });
});
