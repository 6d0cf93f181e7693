import { expect, test } from 'vitest'
import { xlsxOf } from './xlsx'
import { crc32 } from './zip'

const written = async () =>
  new Uint8Array(
    await xlsxOf({
      columns: ['名称', 'n'],
      rows: [
        ['<等位> & =1+1', 12.5],
        [null, -3],
      ],
    }).arrayBuffer(),
  )

test('the checksum is the one that ZIP files carry', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
})

test('a workbook holds its parts, texts as texts and numbers as numbers', async () => {
  const bytes = await written()
  const text = new TextDecoder().decode(bytes)

  expect([...bytes.slice(0, 4)]).toEqual([0x50, 0x4b, 3, 4])
  expect(text).toContain('xl/sheet.xml')
  expect(text).toContain('>&lt;等位&gt; &amp; =1+1<')
  expect(text).toContain('<c><v>12.5</v></c>')
  expect(text).toContain('<row><c/><c><v>-3</v></c></row>')
})

test('the end of the file says where its list begins', async () => {
  const bytes = await written()
  const view = new DataView(bytes.buffer)
  const end = bytes.length - 22

  expect(view.getUint32(end, true)).toBe(0x06054b50)
  expect(view.getUint16(end + 10, true)).toBe(5)
  expect(view.getUint32(view.getUint32(end + 16, true), true)).toBe(0x02014b50)
  expect(view.getUint32(end + 12, true) + view.getUint32(end + 16, true)).toBe(end)
})
