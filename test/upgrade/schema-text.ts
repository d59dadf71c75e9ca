import type { DataSource } from 'typeorm';

/** Everything that a migration makes, a line each, sorted: two schemas are the same exactly if their texts are. */
const LINES = `
  SELECT format('table %s %s', relname, array_to_string(reloptions, ' ')) AS line
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
  UNION ALL
  SELECT format('column %s.%s %s %s', attrelid::regclass, attname, format_type(atttypid, atttypmod),
                concat_ws(' ', CASE WHEN attnotnull THEN 'not null' END, 'default ' || pg_get_expr(adbin, adrelid),
                          CASE WHEN attidentity <> '' THEN 'identity' END))
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
   WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
  UNION ALL
  SELECT format('constraint %s.%s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0 AND contype <> 'n'
  UNION ALL
  SELECT format('index %s', indexdef) FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL
  SELECT format('enum %s %s', enumtypid::regtype, string_agg(enumlabel, ' ' ORDER BY enumsortorder))
    FROM pg_enum GROUP BY enumtypid
  UNION ALL
  SELECT format('view %s %s', viewname, regexp_replace(definition, '\\s+', ' ', 'g')) FROM pg_views WHERE schemaname = 'public'
  UNION ALL
  SELECT format('function %s %s', oid::regprocedure, regexp_replace(prosrc, '\\s+', ' ', 'g'))
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace
   ORDER BY 1`;

export async function schemaText(database: DataSource): Promise<string> {
  const rows = await database.query<{ line: string }[]>(LINES);
  return `${rows.map(({ line }) => line.trimEnd()).join('\n')}\n`;
}
