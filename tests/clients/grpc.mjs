// SPDX-License-Identifier: Apache-2.0
// gRPC's own client for Node speaks to the suite:  node grpc.mjs HOST:PORT PROTO_FOLDER GOOGLE_FOLDER
import assert from 'node:assert/strict';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const [address, protos, google] = process.argv.slice(2);
const load = (file) => grpc.loadPackageDefinition(
  loader.loadSync(file, { includeDirs: [protos, google], longs: String, enums: String, defaults: false, oneofs: true })).palier;
const { RegistryService } = load('palier/registry/v1/registry_service.proto').registry.v1;
const registry = new RegistryService(address, grpc.credentials.createInsecure());
const metadata = new grpc.Metadata();
metadata.set('palier-principal', 'users/dev');
metadata.set('accept-language', 'fr');
const call = (method, request) => new Promise((resolve, reject) => {
  registry[method](request, metadata, { deadline: Date.now() + 20_000 },
    (error, answer) => (error ? reject(error) : resolve(answer)));
});

const page = await call('ListProjects', { parent: 'organizations/example', pageSize: 3 });
assert.equal(page.projects.length, 3);
assert.ok(page.nextPageToken);
assert.equal((await call('GetProject', { name: page.projects[0].name })).etag, page.projects[0].etag);

const missing = await call('GetProject', { name: 'organizations/example/projects/none' }).catch((error) => error);
assert.equal(missing.code, grpc.status.NOT_FOUND);
assert.match(missing.details, /none/);

// A stream that goes on from where it is told.
const changes = await new Promise((resolve, reject) => {
  const stream = registry.WatchChanges({ parent: 'organizations/example' }, metadata, { deadline: Date.now() + 20_000 });
  stream.on('data', (batch) => { stream.cancel(); resolve(batch); });
  stream.on('error', (error) => { if (error.code !== grpc.status.CANCELLED) reject(error); });
});
assert.ok(changes.changes.length > 0);
registry.close();
