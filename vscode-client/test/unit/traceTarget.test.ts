import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describe, parseTarget } from '../../src/traceTarget';

test('all, process ids and command lines are told apart', () => {
    assert.deepEqual(parseTarget(' all '), { target: { all: true } });
    assert.deepEqual(parseTarget('42'), { target: { pid: [42] } });
    assert.deepEqual(parseTarget('42, 43 44'), { target: { pid: [42, 43, 44] } });
    assert.deepEqual(parseTarget('fio --name=x job.fio'), { target: { command: ['fio', '--name=x', 'job.fio'] } });
    assert.deepEqual(parseTarget('./all'), { target: { command: ['./all'] } });
});

test('quotes and backslashes keep a word together', () => {
    assert.deepEqual(parseTarget('"my program" a\\ b \'c "d"\' "e \\" f" \'\''),
        { target: { command: ['my program', 'a b', 'c "d"', 'e " f', ''] } });
});

test('what can not be read is said', () => {
    assert.deepEqual(parseTarget('  '), { problem: 'Type "all", process ids, or a command line' });
    assert.deepEqual(parseTarget('0'), { problem: 'A process id is between 1 and 2147483647' });
    assert.deepEqual(parseTarget('run "it'), { problem: 'The quote " is not closed' });
    assert.deepEqual(parseTarget('"" x'), { problem: 'The command has no program' });
});

test('a trace is one line', () => {
    assert.equal(describe({ id: 1, target: 'pid 42', requests: 7, lost: 0, running: true }),
        '#1 pid 42: 7 requests (running)');
    const overflow = { id: 'D43', message: 'the completion queue was full', requests: 1 };
    assert.equal(describe({ id: 1, target: 'pid 42', requests: 7, lost: 0, running: true, findings: [overflow] }),
        '#1 pid 42: 7 requests (running). D43: the completion queue was full (1 request)');
    assert.equal(describe({ id: 2, target: 'all processes', requests: 9, lost: 3, running: false, ended: 'stopped' }),
        '#2 all processes: 9 requests, 3 event records lost (ended: stopped)');
});
