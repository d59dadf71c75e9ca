import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const NODE_24 = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));

let binary = process.execPath;

/** @param name `24`, the one that the newest peers need, or `current`, the one that runs this process */
export function chooseNode(name) {
  binary = name === 'current' ? process.execPath : NODE_24;
}

/** @returns the Node that runs every measured process, of Sluice and of the peers */
export function nodeBinary() {
  return binary;
}

export function nodeVersion() {
  return execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim().slice(1);
}
