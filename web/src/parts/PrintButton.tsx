import { PrinterOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { appearance } from '@/app/preferences'

const DRAWN_MS = 400

/** Print a screen, or keep it as a PDF, as the browser offers: dark on white, without menus and buttons. */
export function PrintButton() {
  const { t } = useTranslation()
  const print = async () => {
    const liked = appearance.get()
    appearance.set('light')
    // Charts draw themselves anew on the other ground first.
    await new Promise((drawn) => setTimeout(drawn, DRAWN_MS))
    window.print()
    appearance.set(liked)
  }
  return (
    <Button icon={<PrinterOutlined />} onClick={() => void print()}>
      {t('export.print')}
    </Button>
  )
}
