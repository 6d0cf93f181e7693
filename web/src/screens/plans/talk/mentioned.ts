/** Somebody who can be called to look. */
export interface Person {
  email: string
  name: string
}

/** Return the addresses of the people whom a text calls with an @ before their name or address, each once. */
export function mentioned(text: string, people: Person[]): string[] {
  const called = ({ name, email }: Person) =>
    text.includes(`@${email}`) || (name !== '' && text.includes(`@${name}`))
  return [...new Set(people.filter(called).map(({ email }) => email))]
}
