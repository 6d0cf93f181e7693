import { useTranslation } from 'react-i18next'

/** What has a name in both languages. */
export interface Named {
  code: string
  nameZh: string
  nameEn: string
}

/** Return how things are called in the language of the console; by their code when nobody has named them. */
export function useNames(): (thing: Named) => string {
  const { i18n } = useTranslation()
  return (thing) =>
    (i18n.language === 'en' ? thing.nameEn || thing.nameZh : thing.nameZh || thing.nameEn) || thing.code
}
