package dev.ringspect.bench;

import java.util.List;

import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.traffic.DeviceNames;
import dev.ringspect.protocol.traffic.SysfsDeviceNames;

/** What the commands of {@link EventImage} mean: a payload as wide as the command area, with a rule and a check. */
final class BenchProtocol {
    static final DeviceNames DEVICES = SysfsDeviceNames.ofThisMachine();

    private static final String TEXT = """
            protocol bench;
            on device "/dev/null";
            needs sqe128, cqe32;
            enum bench_op : __u8 { BENCH_FLUSH = 0, BENCH_WRITE = 1, BENCH_READ = 2 };
            struct bench_io {
                __u8  op;
                __u8  flags;
                __u16 id;
                __u32 blocks;
                __u64 first_block;
                __u64 buffer;
                __u32 words[12];
                __u64 reserved;
            };
            refine struct bench_io {
                op : enum bench_op;
                reserved == 0 warning;
            }
            command IO = 0x52530001 {
                payload struct bench_io;
                check first_block != 42 warning "never true";
            }
            """;

    private BenchProtocol() {}

    static ProtocolSet set() {
        ProtocolModel model = ProtocolModel.of(SourceText.of("bench.uring", TEXT));
        if (!model.problems().isEmpty()) {
            throw new IllegalStateException(model.problems().toString());
        }
        return ProtocolSet.of(List.of(model));
    }
}
