import type { EChartsType } from './echarts'

const SHARPNESS = 2

/** Return a chart as a PNG, drawn as it is shown. */
export async function pictureOf(chart: EChartsType, ground: string): Promise<Blob> {
  const image = new Image()
  image.src = chart.getDataURL({ type: 'svg' })
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = chart.getWidth() * SHARPNESS
  canvas.height = chart.getHeight() * SHARPNESS
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('this browser draws no pictures')
  pen.fillStyle = ground
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture is empty'))), 'image/png')
  })
}
