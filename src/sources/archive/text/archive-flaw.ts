/** A file that is not what it should be: not used, and asked for again after an hour at the earliest. */
export class ArchiveFlaw extends Error {
  override readonly name = 'ArchiveFlaw';
}
