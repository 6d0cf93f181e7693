import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router/dom'
import { beginLanguage } from '@/i18n'
import { Providers } from './app/Providers'
import { makeRouter } from './app/routes'
import './app/global.css'

// A screen's file that an update has taken away: the page of the update knows its new name.
window.addEventListener('vite:preloadError', () => window.location.reload())

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
