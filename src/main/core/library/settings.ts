import type { ReadableDatabase, WritableDatabase } from './database.ts'

/** The library's own settings, one row each. */
export type SettingKey = 'name' | 'template' | 'input' | 'dataset_variant' | 'active_model' | 'last_version'

export function readSetting(db: ReadableDatabase | WritableDatabase, key: SettingKey): string | null {
  const row = db.prepare('SELECT value FROM settings WHERE key = ?').get(key) as { value: string } | undefined
  return row?.value ?? null
}

export function writeSetting(db: WritableDatabase, key: SettingKey, value: string): void {
  db.prepare(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  ).run(key, value)
}
