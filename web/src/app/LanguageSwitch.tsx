import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { speak } from '@/i18n'

/** Switch between the two languages; named in the language that it leads to. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation()
  const other = i18n.language === 'en' ? 'zh-CN' : 'en'
  return (
    <Button type="text" lang={other} onClick={() => void speak(other)}>
      {t('app.otherLanguage')}
    </Button>
  )
}
