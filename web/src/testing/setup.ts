import { cleanup } from '@testing-library/react'
import { afterEach, beforeEach } from 'vitest'
import { beginLanguage, speak } from '@/i18n'

await beginLanguage()

beforeEach(() => speak('en', false))
afterEach(() => {
  cleanup()
  localStorage.clear()
})
