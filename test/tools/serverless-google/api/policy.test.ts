import test from 'ava';
import { type Policy, reconcile } from '../../../../tools/serverless-google/src/api/policy.ts';
import { ownedBy } from '../../../../tools/serverless-google/src/resources/grants.ts';

const OURS = 'serviceAccount:plan@p.iam.gserviceaccount.com';
const owns = ownedBy(['plan@p.iam.gserviceaccount.com']);
const condition = { title: 'under videos/', expression: 'resource.name.startsWith("x")' };

const policy = (...bindings: NonNullable<Policy['bindings']>): Policy => ({ version: 1, etag: 'e', bindings });

test('adds what is missing, in the third version, with the etag', (t) => {
  const before = policy({ role: 'roles/viewer', members: ['user:a@b.c'] });
  t.deepEqual(
    reconcile(before, owns, [
      { role: 'roles/viewer', member: OURS },
      { role: 'r', member: OURS, condition },
    ]),
    {
      version: 3,
      etag: 'e',
      bindings: [
        { role: 'roles/viewer', members: ['user:a@b.c', OURS] },
        { role: 'r', condition, members: [OURS] },
      ],
    },
  );
});

test('takes back what is ours and no longer wanted, and what an account of that name left', (t) => {
  const before = policy(
    { role: 'a', members: [OURS, 'user:a@b.c'] },
    { role: 'b', members: [OURS] },
    { role: 'c', members: [`deleted:${OURS}?uid=1`] },
  );
  t.deepEqual(reconcile(before, owns, [])?.bindings, [{ role: 'a', members: ['user:a@b.c'] }]);
});

test('leaves alone what is right', (t) => {
  const before = policy({ role: 'a', members: ['user:a@b.c', OURS], condition });
  t.is(reconcile(before, owns, [{ role: 'a', member: OURS, condition }]), null);
  t.is(reconcile({}, owns, []), null);
});

test('a role with a condition is another than the role without', (t) => {
  const before = policy({ role: 'a', members: [OURS] });
  t.deepEqual(reconcile(before, owns, [{ role: 'a', member: OURS, condition }])?.bindings, [
    { role: 'a', members: [OURS], condition },
  ]);
});

test('changes nothing that it was given', (t) => {
  const before = policy({ role: 'a', members: [OURS] });
  const copy = structuredClone(before);
  reconcile(before, owns, [{ role: 'a', member: 'user:x@y.z' }]);
  t.deepEqual(before, copy);
});
