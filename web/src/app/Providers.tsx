import { LoadingOutlined } from '@ant-design/icons'
import { App, ConfigProvider } from 'antd'
import type { Locale } from 'antd/es/locale'
import { useEffect, useState, type ReactNode } from 'react'
import { Provider } from 'urql'
import { makeClient } from '@/api/client'
import { markStyles, styleNonce } from '@/api/page'
import { useStore } from '@/api/store'
import { widgetWords } from '@/i18n'
import { themeOf, useIsDark } from './theme'

const nonce = styleNonce()
markStyles(nonce)
// The library's own icon stays in the button, unseen but spoken, when an answer is there at once.
const BUTTONS = { loadingIcon: <LoadingOutlined aria-hidden /> }

/** Give everything below the client, the theme and the language. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(makeClient)
  const isDark = useIsDark()
  const words = useStore(widgetWords) as Locale
  useEffect(() => {
    document.documentElement.style.colorScheme = isDark ? 'dark' : 'light'
    document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light'
  }, [isDark])
  return (
    <Provider value={client}>
      <ConfigProvider
        {...(nonce ? { csp: { nonce } } : {})}
        locale={words}
        theme={themeOf(isDark)}
        button={BUTTONS}
      >
        <App>{children}</App>
      </ConfigProvider>
    </Provider>
  )
}
