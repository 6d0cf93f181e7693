import { DownloadOutlined } from '@ant-design/icons'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { csvOf } from './csv'
import type { Figures } from './FiguresTable'
import { MenuButton } from './MenuButton'

interface Props {
  name: string
  figures: Figures
  /** Makes the picture, where what is shown is one. */
  picture?: () => Promise<Blob>
}

/** Save exactly what is shown, as a table or a picture. */
export function ExportMenu({ name, figures, picture }: Props) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const saveTable = () => save(new Blob([csvOf(figures)], { type: 'text/csv;charset=utf-8' }), `${name}.csv`)
  const saveBook = async () => save((await import('./xlsx')).xlsxOf(figures), `${name}.xlsx`)
  const savePicture = async () => {
    try {
      if (picture) save(await picture(), `${name}.png`)
    } catch (error) {
      void message.error(String(error))
    }
  }
  const choices = [
    { key: 'csv', label: t('export.csv'), onClick: saveTable },
    { key: 'xlsx', label: t('export.xlsx'), onClick: () => void saveBook() },
    ...(picture ? [{ key: 'png', label: t('export.png'), onClick: () => void savePicture() }] : []),
  ]
  return (
    <MenuButton
      choices={choices}
      button={{ size: 'small', type: 'text', icon: <DownloadOutlined />, children: t('export.title') }}
    />
  )
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
