// SPDX-License-Identifier: Apache-2.0
// An OpenFeature SDK asks whether teams have the tool:  node ofrep.mjs http://HOST:PORT  (the example organisation is there)
import assert from 'node:assert/strict';
import { OpenFeature } from '@openfeature/server-sdk';
import { OFREPProvider } from '@openfeature/ofrep-provider';

const baseUrl = `${process.argv[2]}/v1/organizations/example`;
const provider = (principal) => new OFREPProvider({ baseUrl, headers: [['palier-principal', principal]] });

await OpenFeature.setProviderAndWait(provider('users/dev'));
const flags = OpenFeature.getClient();

// In the plan and not live: by hand, and why.
const waiting = await flags.getBooleanDetails('rollouts/assistant-devis', true, { targetingKey: 'teams/devis' });
assert.equal(waiting.value, false);
assert.equal(waiting.variant, 'manual');
assert.equal(waiting.reason, 'TARGETING_MATCH');
assert.equal(waiting.flagMetadata.reason, 'WAVE_NOT_STARTED');
assert.ok(waiting.flagMetadata.explanation.length > 0);
assert.equal(waiting.errorCode, undefined);

// A team that nobody brings it to.
const elsewhere = await flags.getBooleanDetails('rollouts/assistant-devis', true, { team: 'production' });
assert.equal(elsewhere.value, false);
assert.equal(elsewhere.reason, 'DEFAULT');

// What is no flag, and who is nobody, leave the code its own default.
const unknown = await flags.getBooleanDetails('no-such-tool', true, { targetingKey: 'teams/devis' });
assert.equal(unknown.value, true);
assert.equal(unknown.errorCode, 'FLAG_NOT_FOUND');
const keyless = await flags.getBooleanDetails('rollouts/assistant-devis', true, {});
assert.equal(keyless.value, true);
assert.equal(keyless.errorCode, 'TARGETING_KEY_MISSING');

await OpenFeature.setProviderAndWait(provider('users/nobody'));
const stranger = await flags.getBooleanDetails('rollouts/assistant-devis', true, { targetingKey: 'teams/devis' });
assert.equal(stranger.value, true);
assert.ok(stranger.errorCode);
await OpenFeature.close();
