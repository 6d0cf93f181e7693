import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router/dom'
import { isThere } from '@/api/rest'
import { beginLanguage } from '@/i18n'
import { Providers } from './app/Providers'
import { makeRouter } from './app/routes'
import './app/global.css'

// A screen's file that an update has taken away: the page of the update knows its new name. Where nothing answers at
// all, the page stays as it is, with what was typed.
window.addEventListener('vite:preloadError', () => {
  void isThere(window.location.href).then((there) => there && window.location.reload())
})

await beginLanguage()
const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Providers>
        <RouterProvider router={makeRouter()} />
      </Providers>
    </StrictMode>,
  )
}
