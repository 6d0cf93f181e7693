import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { storeOf } from '@/api/store'

/** Languages of the console, by the tag that the browser and the server understand. */
export const LANGUAGES = ['zh-CN', 'en'] as const
export type Language = (typeof LANGUAGES)[number]
const KEPT = 'huibao.language'

/** What Ant Design and dayjs say in a language; loaded with the texts. */
export const widgetWords = storeOf<unknown>(undefined)

/** Begin in the language that was chosen here before, else in the one that the server found in the browser's wishes. */
export async function beginLanguage(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: {},
    fallbackLng: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  await speak(chosenLanguage(), false)
}

/** Return the language to begin with. */
export function chosenLanguage(): Language {
  const kept = localStorage.getItem(KEPT)
  if (kept === 'zh-CN' || kept === 'en') return kept
  return document.documentElement.lang.toLowerCase().startsWith('en') ? 'en' : 'zh-CN'
}

/** Speak another language from now on. */
export async function speak(language: Language, isChosen = true): Promise<void> {
  const words = await (language === 'en' ? import('./english') : import('./chinese'))
  i18next.addResourceBundle(language, 'translation', words.texts)
  await i18next.changeLanguage(language)
  words.beginTimes()
  widgetWords.set(words.widgets)
  document.documentElement.lang = language
  if (isChosen) localStorage.setItem(KEPT, language)
}
