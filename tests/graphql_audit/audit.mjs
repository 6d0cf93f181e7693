// Runs the public audit suite of GraphQL over HTTP against one address, in the name of one host, and prints each outcome.
import { request } from 'node:http';
import { serverAudits } from 'graphql-http';

const [, , address, host] = process.argv;

// The fetch of Node does not let a test choose the host, by which our server knows the company.
function fetchFn(url, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: { ...headers, host } }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => {
        resolve(new Response(Buffer.concat(parts), { status: answer.statusCode, headers: answer.headers }));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const outcomes = [];
for (const audit of serverAudits({ url: address, fetchFn })) {
  const { status, reason } = await audit.fn();
  outcomes.push({ id: audit.id, name: audit.name, status, reason: reason ?? '' });
}
console.log(JSON.stringify(outcomes));
