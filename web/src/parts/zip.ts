const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const UTF8_NAMES = 0x0800
const VERSION = 20
const JANUARY_1980 = 0x21

/** Return texts by name as a ZIP file, stored as they are. */
export function zipped(parts: Record<string, string>): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder()
  const [local, central]: [Uint8Array[], Uint8Array[]] = [[], []]
  let offset = 0
  for (const [title, text] of Object.entries(parts)) {
    const [name, data] = [encoder.encode(title), encoder.encode(text)]
    const about = [VERSION, UTF8_NAMES, 0, 0, JANUARY_1980].map(short)
    const sizes = [crc32(data), data.length, data.length].map(long)
    const header = [...about, ...sizes, short(name.length), short(0)]
    const piece = joined([long(LOCAL), ...header, name, data])
    local.push(piece)
    const rest = [short(0), short(0), short(0), long(0), long(offset), name]
    central.push(joined([long(CENTRAL), short(VERSION), ...header, ...rest]))
    offset += piece.length
  }
  const list = joined(central)
  const count = short(central.length)
  const end = [long(END), short(0), short(0), count, count, long(list.length), long(offset), short(0)]
  return joined([...local, list, ...end])
}

const short = (value: number) => new Uint8Array([value & 255, (value >>> 8) & 255])
const long = (value: number) => joined([short(value & 0xffff), short(value >>> 16)])

function joined(pieces: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(pieces.reduce((size, one) => size + one.length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

/** Return the checksum that ZIP files carry of their contents. */
export function crc32(data: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of data) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1))
  }
  return (crc ^ 0xffffffff) >>> 0
}
