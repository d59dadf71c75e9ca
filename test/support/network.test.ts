import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { eventually } from './eventually';
import { Link } from './network';

/** Echoes its input and records it per connection. */
class EchoHost {
  readonly heard: { text: string; isOpen: boolean }[] = [];
  /** Client ports, in order of connection. */
  readonly ports: (number | undefined)[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly server: Server = createServer((socket) => this.listenTo(socket));

  async start(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `postgres://someone:secret@127.0.0.1:${(this.server.address() as AddressInfo).port}/some`;
  }

  /** Writes to all connections. */
  say(text: string): void {
    for (const socket of this.sockets) socket.write(text);
  }

  async close(): Promise<void> {
    this.server.close();
    await once(this.server, 'close');
  }

  private listenTo(socket: Socket): void {
    const entry = { text: '', isOpen: true };
    this.heard.push(entry);
    this.ports.push(socket.remotePort);
    this.sockets.add(socket);
    socket.on('data', (chunk) => {
      entry.text += chunk.toString();
      socket.write(chunk);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      entry.isOpen = false;
      this.sockets.delete(socket);
    });
  }
}

let host: EchoHost;
let url: string;
let link: Link;
let other: Link;
let sockets: Socket[];

beforeEach(async () => {
  host = new EchoHost();
  url = await host.start();
  link = await Link.to(url);
  other = await Link.to(url);
  sockets = [];
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await link.close();
  await other.close();
  await host.close();
});

async function client(by: Link): Promise<Socket> {
  const socket = connect(by.port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Resolves on close, also after a reset, for which `once` would reject. */
function closed(socket: Socket): Promise<unknown> {
  return new Promise((resolve) => (socket.destroyed ? resolve(null) : socket.once('close', resolve)));
}

async function echo(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [answer] = (await once(socket, 'data', { signal: AbortSignal.timeout(5_000) })) as [Buffer];
  return answer.toString();
}

/** Waits long enough for data in transit on a link to arrive: uses a parallel connection from open to close. */
async function roundTrip(): Promise<void> {
  const beside = await client(other);
  for (const word of ['a', 'b', 'c']) await echo(beside, word);
  beside.destroy();
  await eventually(() => other.connections === 0);
}

test('it passes what is said, and that one side hung up', async () => {
  const socket = await client(link);
  expect(await echo(socket, 'before')).toBe('before');
  socket.end();
  await closed(socket);
  await eventually(() => expect(host.heard).toEqual([{ text: 'before', isOpen: false }]));
  await eventually(() => link.connections === 0);
});

test('the URL through it differs in host and port only', () => {
  expect(link.through('postgres://someone:p%40ss@db.example/some?sslmode=disable')).toBe(
    `postgres://someone:p%40ss@127.0.0.1:${link.port}/some?sslmode=disable`,
  );
  expect(link.through('redis://10.0.0.1:6379/2')).toBe(`redis://127.0.0.1:${link.port}/2`);
});

test('cut: nothing said passes, in no connection, and nobody is told', async () => {
  const before = await client(link);
  await echo(before, 'before');
  link.cut();
  const meanwhile = await client(link);
  before.write('lost');
  meanwhile.write('lost');
  await roundTrip();
  expect([before.destroyed, meanwhile.destroyed]).toEqual([false, false]);
  expect(host.heard).toEqual([
    { text: 'before', isOpen: true },
    { text: 'abc', isOpen: false },
  ]);
});

test('cut: the host does not hear of a client that ended', async () => {
  const gone = await client(link);
  await echo(gone, 'before');
  const reset = await client(link);
  await echo(reset, 'before');
  link.cut();
  gone.destroy();
  reset.resetAndDestroy();
  await roundTrip();
  expect(host.heard.slice(0, 2)).toEqual([
    { text: 'before', isOpen: true },
    { text: 'before', isOpen: true },
  ]);
  link.mend();
  await eventually(() => host.heard.every(({ isOpen }) => !isOpen));
});

test('cut, and the host gives up: it has no connection any more, while the client still believes in it', async () => {
  const before = await client(link);
  await echo(before, 'before');
  link.cut();
  link.hostGivesUp();
  await eventually(() => expect(host.heard).toEqual([{ text: 'before', isOpen: false }]));
  await roundTrip();
  expect(before.destroyed).toBe(false);
});

test('one falls silent: nobody is told, the others and new ones pass', async () => {
  const [first, second] = [await client(link), await client(link)];
  await echo(first, 'before');
  await echo(second, 'before');
  link.one(3)!.hold();
  second.write('lost');
  expect(await echo(first, 'after')).toBe('after');
  expect(await echo(await client(link), 'new')).toBe('new');
  expect(second.destroyed).toBe(false);
  expect(host.heard.map(({ text, isOpen }) => `${text} ${isOpen}`)).toEqual([
    'beforeafter true',
    'before true',
    'new true',
  ]);
  link.hostGivesUp();
  await eventually(() => expect(host.heard.map(({ isOpen }) => isOpen)).toEqual([true, false, true]));
  expect(second.destroyed).toBe(false);
});

test('there is no connection left to disturb', async () => {
  expect(link.one(0)).toBeNull();
  await echo(await client(link), 'before');
  link.silence();
  expect(link.one(0)).toBeNull();
});

test('one is reset: both sides are told, and the others pass', async () => {
  const [first, second] = [await client(link), await client(link)];
  await echo(first, 'before');
  await echo(second, 'before');
  link.one(1)!.reset();
  await closed(second);
  await eventually(() => expect(host.heard.map(({ isOpen }) => isOpen)).toEqual([true, false]));
  expect(await echo(first, 'after')).toBe('after');
});

test('one is silent for a time: nothing passes until it is healed, and then all that was said, in order', async () => {
  const socket = await client(link);
  await echo(socket, 'before');
  const wire = link.one(0)!;
  wire.hold();
  socket.write('late ');
  socket.write('later');
  await roundTrip();
  expect(host.heard[0]).toEqual({ text: 'before', isOpen: true });
  wire.heal();
  await eventually(() => expect(host.heard[0]).toEqual({ text: 'beforelate later', isOpen: true }));
  expect(await echo(socket, 'after')).toMatch(/after$/);
});

test('one is silent for a time in which a side hung up: the other side is told late', async () => {
  const [ended, reset] = [await client(link), await client(link)];
  await echo(ended, 'before');
  await echo(reset, 'before');
  const wires = [link.one(0)!, link.one(1)!];
  for (const wire of wires) wire.hold();
  ended.end('late');
  reset.resetAndDestroy();
  await roundTrip();
  expect(host.heard.slice(0, 2).map(({ isOpen }) => isOpen)).toEqual([true, true]);
  for (const wire of wires) wire.heal();
  await eventually(() => expect(host.heard.slice(0, 2).map(({ isOpen }) => isOpen)).toEqual([false, false]));
  expect(host.heard[0]!.text).toBe('beforelate');
  await eventually(() => link.connections === 0);
});

test('the host forgets one: the client believes in it, until it is answered by a reset', async () => {
  const socket = await client(link);
  await echo(socket, 'before');
  link.one(0)!.forget();
  await eventually(() => expect(host.heard).toEqual([{ text: 'before', isOpen: false }]));
  await roundTrip();
  expect(socket.destroyed).toBe(false);
  socket.write('lost');
  await closed(socket);
  await eventually(() => link.connections === 0);
});

test('one is silent towards the host: the host still reaches the client', async () => {
  const socket = await client(link);
  await echo(socket, 'before');
  link.one(0)!.hold('TO_HOST');
  socket.write('lost');
  host.say('still here');
  expect(String((await once(socket, 'data'))[0])).toBe('still here');
  await roundTrip();
  expect(host.heard[0]).toEqual({ text: 'before', isOpen: true });
});

test('one is silent towards the client: the host hears it, and its answers are lost', async () => {
  const socket = await client(link);
  await echo(socket, 'before');
  let answers = '';
  socket.on('data', (chunk) => (answers += String(chunk)));
  link.one(0)!.hold('TO_CLIENT');
  socket.write('heard');
  await eventually(() => expect(host.heard[0]!.text).toBe('beforeheard'));
  await roundTrip();
  expect(answers).toBe('');
  expect(socket.destroyed).toBe(false);
});

test('mended half-open: the host has no connection of before, the client believes in it, and new ones pass', async () => {
  const before = await client(link);
  await echo(before, 'before');
  link.cut();
  const meanwhile = await client(link);
  link.mendHalfOpen();
  await eventually(() => expect(host.heard).toEqual([{ text: 'before', isOpen: false }]));
  expect(await echo(await client(link), 'after')).toBe('after');
  expect([before.destroyed, meanwhile.destroyed]).toEqual([false, false]);
});

test('it knows its clients by the ports that the host sees', async () => {
  await echo(await client(link), 'before');
  await echo(await client(other), 'before');
  expect(host.ports).toEqual([...link.clientPorts.keys(), ...other.clientPorts.keys()]);
});

test('mended: the connections of before and meanwhile are reset on both sides, and new ones pass', async () => {
  const before = await client(link);
  await echo(before, 'before');
  link.cut();
  const meanwhile = await client(link);
  before.write('lost');
  link.mend();
  await Promise.all([closed(before), closed(meanwhile)]);
  await eventually(() => expect(host.heard).toEqual([{ text: 'before', isOpen: false }]));
  expect(await echo(await client(link), 'after')).toBe('after');
  expect(link.connections).toBe(1);
});

test('severed: connections are reset on both sides, and new ones pass', async () => {
  const before = await client(link);
  await echo(before, 'before');
  link.sever();
  await closed(before);
  await eventually(() => expect(host.heard).toEqual([{ text: 'before', isOpen: false }]));
  expect(await echo(await client(link), 'after')).toBe('after');
});

test('much passes whole, however slowly it is read', async () => {
  const socket = await client(link);
  const much = 'x'.repeat(5_000_000);
  let heard = 0;
  socket.on('data', (chunk) => (heard += chunk.length));
  socket.end(much);
  await closed(socket);
  expect(heard).toBe(much.length);
});

test('a host that refuses is a connection that ends', async () => {
  const closedPort = other.port;
  await other.close();
  const nowhere = await Link.open('127.0.0.1', closedPort);
  try {
    await closed(await client(nowhere));
    await eventually(() => nowhere.connections === 0);
  } finally {
    await nowhere.close();
  }
});

test('severed in the very turn in which one side hung up: nothing is left open, or the process never ends', async () => {
  const before = openSockets();
  const socket = await client(link);
  await echo(socket, 'before');
  const bell = createServer((side) => side.resume().once('end', () => link.sever())).listen(0, '127.0.0.1');
  await once(bell, 'listening');
  const ringer = connect((bell.address() as AddressInfo).port, '127.0.0.1');
  await once(ringer, 'connect');
  // The same poll of the event loop delivers both, in this order.
  socket.end();
  ringer.end();
  await closed(socket);
  bell.close();
  await eventually(() => expect(openSockets()).toBeLessThanOrEqual(before));
});

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
}
