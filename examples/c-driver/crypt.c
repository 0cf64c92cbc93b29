// SPDX-License-Identifier: GPL-2.0
/* The handler of the driver: what Ringspect checks of code. It is no whole driver. */
#include <linux/io_uring/cmd.h>

#include "crypt.h"

struct crypt_pdu {
	struct crypt_job *job;
};

static void crypt_finished(struct io_uring_cmd *cmd, unsigned int issue_flags)
{
	struct crypt_pdu *pdu = io_uring_cmd_to_pdu(cmd, struct crypt_pdu);
	int result = crypt_job_result(pdu->job);

	crypt_job_free(pdu->job);
	io_uring_cmd_done(cmd, result, issue_flags);
}

static int crypt_run(struct io_uring_cmd *cmd, unsigned int issue_flags)
{
	struct crypt_pdu *pdu = io_uring_cmd_to_pdu(cmd, struct crypt_pdu);
	const struct crypt_run *in;
	struct crypt_run run;

	if (!(issue_flags & IO_URING_F_SQE128))
		return -EINVAL;
	in = io_uring_sqe128_cmd(cmd->sqe, struct crypt_run);
	/* The program can write to the SQE meanwhile: take everything once. */
	memcpy(&run, in, sizeof(run));
	if (run.reserved[0] || run.reserved[1] || run.reserved[2])
		return -EINVAL;
	if (run.length > SZ_1M)
		return -E2BIG;

	pdu->job = crypt_job_start(&run, cmd);
	if (IS_ERR(pdu->job))
		return PTR_ERR(pdu->job);
	return -EIOCBQUEUED;
}

static int crypt_add_key(struct io_uring_cmd *cmd)
{
	const struct crypt_add_key *in = io_uring_sqe_cmd(cmd->sqe, struct crypt_add_key);
	struct crypt_add_key key;

	memcpy(&key, in, sizeof(key));
	if (key.reserved || (key.length != 16 && key.length != 32))
		return -EINVAL;
	return crypt_keys_add(&key);
}

static int crypt_uring_cmd(struct io_uring_cmd *cmd, unsigned int issue_flags)
{
	switch (cmd->cmd_op) {
	case CRYPT_RUN:
		return crypt_run(cmd, issue_flags);
	case CRYPT_ADD_KEY:
		return crypt_add_key(cmd);
	default:
		return -ENOTTY;
	}
}
