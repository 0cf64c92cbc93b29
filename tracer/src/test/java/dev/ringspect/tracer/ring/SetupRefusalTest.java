package dev.ringspect.tracer.ring;

import static dev.ringspect.protocol.uapi.SetupFlags.CLAMP;
import static dev.ringspect.protocol.uapi.SetupFlags.COOP_TASKRUN;
import static dev.ringspect.protocol.uapi.SetupFlags.CQE32;
import static dev.ringspect.protocol.uapi.SetupFlags.CQE_MIXED;
import static dev.ringspect.protocol.uapi.SetupFlags.CQSIZE;
import static dev.ringspect.protocol.uapi.SetupFlags.DEFER_TASKRUN;
import static dev.ringspect.protocol.uapi.SetupFlags.HYBRID_IOPOLL;
import static dev.ringspect.protocol.uapi.SetupFlags.NO_MMAP;
import static dev.ringspect.protocol.uapi.SetupFlags.NO_SQARRAY;
import static dev.ringspect.protocol.uapi.SetupFlags.REGISTERED_FD_ONLY;
import static dev.ringspect.protocol.uapi.SetupFlags.SINGLE_ISSUER;
import static dev.ringspect.protocol.uapi.SetupFlags.SQE128;
import static dev.ringspect.protocol.uapi.SetupFlags.SQE_MIXED;
import static dev.ringspect.protocol.uapi.SetupFlags.SQPOLL;
import static dev.ringspect.protocol.uapi.SetupFlags.SQ_AFF;
import static dev.ringspect.protocol.uapi.SetupFlags.SQ_REWIND;
import static dev.ringspect.protocol.uapi.SetupFlags.TASKRUN_FLAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.uapi.KernelRelease;
import dev.ringspect.tracer.sys.Errno;
import dev.ringspect.tracer.sys.SysError;
import dev.ringspect.tracer.sys.SysResult;

/** What the live kernel refuses to set up, and what a person is told. */
class SetupRefusalTest {
    private static void refused(RingOptions options, int errno, String says) {
        switch (Ring.open(options)) {
            case SysResult.Ok<Ring>(Ring ring) -> {
                ring.close();
                throw new AssertionError("the kernel took " + options);
            }
            case SysResult.Failed<Ring>(SysError error) -> {
                assertThat(error.call()).isEqualTo("io_uring_setup");
                assertThat(error.errno()).isEqualTo(errno);
                assertThat(error.text()).contains(says);
            }
        }
    }

    private static void refused(int flags, String says) {
        refused(RingOptions.of(8, flags), Errno.EINVAL, says);
    }

    private static void taken(RingOptions options) {
        Ring.open(options).orThrow().close();
    }

    @Test
    void sizes() {
        refused(RingOptions.of(0, 0), Errno.EINVAL, "at least 1 entry");
        refused(RingOptions.of(32769, 0), Errno.EINVAL, "add CLAMP");
        taken(RingOptions.of(32769, CLAMP));
        refused(RingOptions.of(8, 0).withCqEntries(65537), Errno.EINVAL, "65536 entries");
        refused(RingOptions.of(8, 0).withCqEntries(4), Errno.EINVAL, "must not be smaller");
        refused(CQSIZE, "CQSIZE needs the size");
    }

    @Test
    void flagsThatExcludeEachOther() {
        assumeKernel(6, 18, "CQE_MIXED");
        refused(CQE32 | CQE_MIXED, "CQE32 and CQE_MIXED exclude each other");
        refused(SQE128 | SQE_MIXED, "SQE128 and SQE_MIXED exclude each other");
        refused(SQPOLL | COOP_TASKRUN, "SQPOLL excludes");
        refused(SQPOLL | DEFER_TASKRUN | SINGLE_ISSUER, "SQPOLL excludes");
        refused(SQ_REWIND | SQPOLL | NO_SQARRAY, "SQ_REWIND excludes SQPOLL");
    }

    @Test
    void flagsThatNeedAnother() {
        refused(DEFER_TASKRUN, "DEFER_TASKRUN needs SINGLE_ISSUER");
        refused(TASKRUN_FLAG, "TASKRUN_FLAG needs");
        refused(HYBRID_IOPOLL, "HYBRID_IOPOLL needs IOPOLL");
        refused(SQ_AFF, "add SQPOLL");
        refused(SQ_REWIND, "SQ_REWIND needs NO_SQARRAY");
    }

    @Test
    void aPollThreadOnACpuThatIsNotThere() {
        refused(RingOptions.of(8, SQPOLL).withSqThreadCpu(4000), Errno.EINVAL, "must exist, be online");
    }

    @Test
    void mixedRingsOfOneEntry() {
        assumeKernel(6, 18, "CQE_MIXED");
        refused(RingOptions.of(1, CQE_MIXED).withCqEntries(1), Errno.EOVERFLOW, "at least 2 entries");
    }

    @Test
    void flagsOfNewerKernels() {
        KernelRelease running = KernelRelease.parse(System.getProperty("os.version")).orElseThrow();
        if (!running.atLeast(new KernelRelease(6, 19))) {
            refused(SQE_MIXED, "SQE_MIXED needs Linux 6.19, this is " + System.getProperty("os.version"));
        }
        refused(1 << 30, "flags 0x40000000 are in no kernel known");
    }

    @Test
    void memoryThatWeDoNotGive() {
        refused(NO_MMAP, "leave NO_MMAP out");
        refused(NO_MMAP | REGISTERED_FD_ONLY, "leave NO_MMAP out");
        refused(REGISTERED_FD_ONLY, "leave REGISTERED_FD_ONLY out");
    }

    @Test
    void aRefusalNamesTheErrno() {
        assertThat(SetupRefusal.explain(RingOptions.of(0, 0), Errno.EINVAL).text())
                .isEqualTo("io_uring_setup: EINVAL (Invalid argument); a ring needs at least 1 entry");
        assertThat(SetupRefusal.explain(RingOptions.of(8, 0), Errno.ENOMEM).text()).contains("RLIMIT_MEMLOCK");
        assertThat(SetupRefusal.explain(RingOptions.of(8, 0), Errno.EPERM).text()).contains("seccomp");
    }

    static void assumeKernel(int major, int minor, String feature) {
        KernelRelease running = KernelRelease.parse(System.getProperty("os.version")).orElseThrow();
        assumeTrue(running.atLeast(new KernelRelease(major, minor)),
                () -> feature + " needs Linux " + major + "." + minor + ", this is " + running);
    }
}
