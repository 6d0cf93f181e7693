import { useEffect, useState } from 'react'
import { useClient } from 'urql'
import { graphql, type ResultOf } from '@/api/graphql'

const jobDocument = graphql(`
  query JobState($id: ID!) {
    node(id: $id) {
      ... on Job {
        id
        state
        done
        total
        error
        result
      }
    }
  }
`)

type Node = ResultOf<typeof jobDocument>['node']
export type Job = Extract<Node, { state: unknown }>

const EVERY_MS = 800
const OVER = new Set(['DONE', 'FAILED', 'CANCELLED'])

/** Follow a job until it is over; null before it is known. */
export function useJob(id: string | null, over?: (job: Job) => void): Job | null {
  const client = useClient()
  const [job, setJob] = useState<Job | null>(null)
  useEffect(() => {
    if (!id) return undefined
    let timer: ReturnType<typeof setTimeout>
    const look = async () => {
      const { data } = await client.query(jobDocument, { id }, { requestPolicy: 'network-only' })
      const found = data?.node && 'state' in data.node ? data.node : null
      if (found) setJob(found)
      if (found && OVER.has(found.state)) over?.(found)
      else timer = setTimeout(() => void look(), EVERY_MS)
    }
    void look()
    return () => clearTimeout(timer)
  }, [id, client, over])
  return job?.id === id ? job : null
}
