/** A comment that was begun stays in this tab until it is sent. */
export const keptComment = {
  read: (plan: string) => sessionStorage.getItem(keyOf(plan)) ?? '',
  write: (plan: string, text: string) =>
    text ? sessionStorage.setItem(keyOf(plan), text) : sessionStorage.removeItem(keyOf(plan)),
}

const keyOf = (plan: string) => `huibao.comment.${plan}`
