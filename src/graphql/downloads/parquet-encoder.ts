import { setImmediate } from 'node:timers/promises';
import type { ByteWriter, KeyValue, ParquetWriter } from 'hyparquet-writer';
import type { ParquetColumn } from './parquet-columns';

/** Bytes per part, so that a slow reader is noticed, see unlessStalled. */
const PART = 64 * 1024;

/** Encodes a Parquet file part by part. Beside the row group in progress it keeps the footer: 10 to 30 KB per row group. */
export class ParquetEncoder {
  private constructor(
    private readonly columns: readonly ParquetColumn[],
    private readonly bytes: ByteWriter,
    private readonly file: ParquetWriter,
  ) {}

  /** Loads the library on first use. */
  static async open(columns: readonly ParquetColumn[]): Promise<ParquetEncoder> {
    const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
    const bytes = new ByteWriter(PART);
    const root = { name: 'bars', num_children: columns.length };
    const schema = [root, ...columns.map((column) => column.schema)];
    return new ParquetEncoder(columns, bytes, new ParquetWriter({ writer: bytes, schema, createdBy: 'sluice' }));
  }

  /** Encodes one row group. @param values of each column; `rows` of them */
  async *rowGroup(values: readonly unknown[][], rows: number): AsyncGenerator<Uint8Array, undefined> {
    for (const [index, { schema, encoding }] of this.columns.entries()) {
      const column = { name: schema.name, data: values[index]!, encoding, offsetIndex: false };
      void this.file.write({ columnData: [column], rowGroupSize: rows });
      yield* this.taken();
      // Encoding is synchronous: other requests and workers go on after each column.
      await setImmediate();
    }
    this.joinColumns(rows);
  }

  /** Encodes the footer. @param metadata key-value pairs of the file */
  *finish(metadata: readonly KeyValue[]): Generator<Uint8Array, undefined> {
    this.file.kvMetadata = [...metadata];
    void this.file.finish();
    yield* this.taken();
  }

  /** The library takes each call for a row group. These were the columns of one. */
  private joinColumns(rows: number): void {
    const parts = this.file.row_groups.splice(-this.columns.length);
    const sum = (sizes: readonly (bigint | undefined)[]) => sizes.reduce<bigint>((all, size) => all + (size ?? 0n), 0n);
    this.file.row_groups.push({
      columns: parts.flatMap(({ columns }) => columns),
      total_byte_size: sum(parts.map((part) => part.total_byte_size)),
      total_compressed_size: sum(parts.map((part) => part.total_compressed_size)),
      num_rows: BigInt(rows),
    });
    this.file.num_rows -= BigInt(rows * (parts.length - 1));
  }

  /** Takes the encoded bytes out of the library's buffer, which is filled again. */
  private *taken(): Generator<Uint8Array, undefined> {
    const whole = this.bytes.getBytes().slice();
    this.bytes.index = 0;
    for (let start = 0; start < whole.length; start += PART) yield whole.subarray(start, start + PART);
  }
}
