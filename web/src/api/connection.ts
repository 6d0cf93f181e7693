import { storeOf } from './store'

/** Whether the server is within reach, as far as the last request knows. */
export const connection = storeOf<'online' | 'offline' | 'unreachable'>('online')

/** Note the outcome of a request. */
export function noteReach(reached: boolean): void {
  connection.set(reached ? 'online' : navigator.onLine ? 'unreachable' : 'offline')
}

/** Follow what the browser says of the network; `back` is called when it has come back. */
export function watchNetwork(back: () => void): () => void {
  const lost = () => connection.set('offline')
  const found = () => {
    connection.set('online')
    back()
  }
  window.addEventListener('offline', lost)
  window.addEventListener('online', found)
  return () => {
    window.removeEventListener('offline', lost)
    window.removeEventListener('online', found)
  }
}
