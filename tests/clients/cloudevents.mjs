// SPDX-License-Identifier: Apache-2.0
// A CloudEvents SDK sends to a source:  node cloudevents.mjs http://HOST:PORT  (the example organisation is there)
import assert from 'node:assert/strict';
import { CloudEvent, HTTP, Mode, emitterFor, httpTransport } from 'cloudevents';

const organization = `${process.argv[2]}/v1/organizations/example`;
const kpi = `${organization}/projects/sdk-events/kpis`;
const events = `${organization}/sources/sdk-orders/events`;

async function ask(method, url, body, headers = { 'content-type': 'application/json' }) {
  const answer = await fetch(url, { method, headers, body });
  const text = await answer.text();
  assert.equal(answer.status, 200, `${url}: ${text}`);
  return JSON.parse(text);
}

await ask('POST', `${organization}/projects?projectId=sdk-events`, '{"displayName": "Orders of a shop"}');
await ask('POST', `${kpi}?kpiId=amount`, JSON.stringify({
  displayName: 'Amount', unit: 'EUR', direction: 'INCREASE', category: 'ADOPTION', semantics: 'DELTA', decimals: 2,
}));
await ask('POST', `${organization}/sources?sourceId=sdk-orders`, JSON.stringify({
  displayName: 'Orders', format: 'CLOUD_EVENTS', mappings: [{
    eventId: ['$.source', '$.id'], eventTime: { path: '$.time' }, project: { constant: 'sdk-events' },
    measures: [{ kpi: 'amount', path: '$.data.amount' }],
  }],
}));
const order = (id, amount, subject = 'order') => new CloudEvent({
  id, source: '/shop', type: 'com.example.order', time: '2026-03-02T10:00:00.000Z', subject,
  datacontenttype: 'application/json', data: { amount }, shop: 'lyon',
});
const total = async () => (await ask('GET', `${kpi}/amount:query?unit=MONTH`)).series[0].points[0].value;

// As the SDK sends by itself, in both of its modes.
const sent = async (emit, event) => JSON.parse((await emit(event)).body);
const binary = emitterFor(httpTransport(events), { mode: Mode.BINARY });
const structured = emitterFor(httpTransport(events), { mode: Mode.STRUCTURED });
assert.equal((await sent(binary, order('1', 10.5))).counts.acceptedCount, '1');
assert.equal((await sent(structured, order('2', 20, 'Café à 2 €'))).counts.acceptedCount, '1');
assert.equal(await total(), 30.5);

// Its events in a batch; those that came before are known.
const batch = await ask('POST', events, JSON.stringify([order('1', 10.5), order('2', 20, 'Café à 2 €'), order('3', 3)]),
  { 'content-type': 'application/cloudevents-batch+json' });
assert.deepEqual([batch.recordCount, batch.counts.acceptedCount, batch.counts.duplicateCount], ['3', '1', '2']);
assert.equal(await total(), 33.5);

// It writes accents into headers as Latin-1, where UTF-8 in percent-encoding belongs: refused rather than misread.
await assert.rejects(async () => {
  const { body: told } = await binary(order('5', 1, 'Café'));
  assert.match(told, /"acceptedCount"/, told);
}, /"subject"/);

// What it does not check itself is refused by name.
const { headers, body } = HTTP.structured(order('4', 1));
const refused = await fetch(events, { method: 'POST', headers, body: body.replace('"/shop"', '"the shop"') });
assert.equal(refused.status, 400);
assert.match(await refused.text(), /"source"/);
assert.equal(await total(), 33.5);
