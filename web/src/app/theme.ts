import { theme, type ThemeConfig } from 'antd'
import { useMemo } from 'react'
import { useStore } from '@/api/store'
import { appearance, goodColour, systemIsDark } from './preferences'

/** Colours of charts and verdicts that hold their contrast on both grounds. */
export interface Palette {
  isDark: boolean
  text: string
  quiet: string
  line: string
  ground: string
  main: string
  good: string
  bad: string
  attention: string
}

const LIGHT = { text: '#1f1f1f', quiet: '#595959', line: '#d9d9d9', ground: '#ffffff', main: '#0958d9' }
const DARK = { text: '#e6e6e6', quiet: '#a6a6a6', line: '#424242', ground: '#141414', main: '#69b1ff' }
const GREEN = { light: '#237804', dark: '#95de64' }
const RED = { light: '#cf1322', dark: '#ff9c9e' }
const AMBER = { light: '#945800', dark: '#ffd666' }

/** Return whether the console is dark now. */
export function useIsDark(): boolean {
  const chosen = useStore(appearance)
  const system = useStore(systemIsDark)
  return chosen === 'system' ? system : chosen === 'dark'
}

/** Return the colours to draw with: which of red and green is good is the reader's choice. */
export function usePalette(): Palette {
  const isDark = useIsDark()
  const good = useStore(goodColour)
  return useMemo(() => paletteOf(isDark, good === 'red'), [isDark, good])
}

export function paletteOf(isDark: boolean, isRedGood: boolean): Palette {
  const ground = isDark ? 'dark' : 'light'
  const [good, bad] = isRedGood ? [RED, GREEN] : [GREEN, RED]
  return {
    isDark,
    ...(isDark ? DARK : LIGHT),
    good: good[ground],
    bad: bad[ground],
    attention: AMBER[ground],
  }
}

/** Return Ant Design's theme; its quiet texts are too pale for WCAG AA unless they are made darker. */
export function themeOf(isDark: boolean): ThemeConfig {
  const ink = isDark ? '255, 255, 255' : '0, 0, 0'
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: isDark ? '#3c89e8' : '#0958d9',
      colorLink: isDark ? '#69b1ff' : '#0958d9',
      // The library's own is too pale to be read while the pointer rests on a link.
      colorLinkHover: isDark ? '#91caff' : '#003eb3',
      colorTextDescription: `rgba(${ink}, ${isDark ? 0.65 : 0.62})`,
      colorTextTertiary: `rgba(${ink}, ${isDark ? 0.65 : 0.62})`,
      colorTextPlaceholder: `rgba(${ink}, ${isDark ? 0.6 : 0.58})`,
      borderRadius: 6,
    },
  }
}
