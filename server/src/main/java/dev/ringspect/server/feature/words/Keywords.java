package dev.ringspect.server.feature.words;

import java.util.Map;
import java.util.Optional;

/** What the words of the layout language mean, each in a sentence. */
public final class Keywords {
    private static final Map<String, String> HELP = Map.ofEntries(
            Map.entry("protocol", "Names the protocol; a file declares one: `protocol demo;`"),
            Map.entry("import", "Takes types and constants from another file: `import \"linux/nvme_ioctl.h\";`, "
                    + "`import rust \"abi.rs\";`, `import btf \"vmlinux\";`"),
            Map.entry("rust", "The imported file is Rust; its `#[repr(C)]` items are taken."),
            Map.entry("btf",
                    "The imported types come from BTF: the running kernel's (`\"vmlinux\"`) or an object file's."),
            Map.entry("on", "Which files speak the protocol, or one command of it: `on device \"/dev/demo*\";`"),
            Map.entry("device", "Device nodes by path; `*` is any characters, `?` one, none of them a slash."),
            Map.entry("socket", "Every socket."),
            Map.entry("block", "Every block device."),
            Map.entry("file", "Files that are no nodes, by name: an anonymous inode such as `\"[io_uring_mock]\"`."),
            Map.entry("filesystem", "Files of a filesystem, by its name: `on filesystem \"btrfs\";`"),
            Map.entry("simulated", "A device of the simulated ring."),
            Map.entry("needs", "What the ring must have been set up with; a comma means and, `|` means or: "
                    + "`needs sqe128, cqe32 | cqe_mixed;`"),
            Map.entry("match", "Which bits of `cmd_op` the driver looks at: `match cmd_op & 0xff;`"),
            Map.entry("cmd_op", "The number of the command in the SQE, at byte 8."),
            Map.entry("command",
                    "What a `cmd_op` number means: `command READ = 1 { ... }`; `*` is every number that no other "
                            + "command names."),
            Map.entry("since", "The first kernel that knows the command: `since 6.7`"),
            Map.entry("payload",
                    "The struct or union laid over the command area of the SQE, from its byte 48: 16 bytes, "
                            + "or 80 with `needs sqe128`."),
            Map.entry("pdu",
                    "The struct that the driver keeps in its own 32 bytes of the command; its members are `pdu.NAME` in checks."),
            Map.entry("data", "The bytes after the payload."),
            Map.entry("sqe", "Fields of the SQE itself that the command uses."),
            Map.entry("cqe", "Words of the CQE: `res`, `flags`, and on 32-byte CQEs `big0` and `big1`."),
            Map.entry("as", "Gives the field the name that it has for this command: `optlen as length;`"),
            Map.entry("errors", "What an errno means when this command returns it: `EINVAL \"the length is odd\";`"),
            Map.entry("check",
                    "A condition that holds for every good request: `check len % 512 == 0 warning \"odd\";`"),
            Map.entry("pending",
                    "The command may rest in the driver for any time, so it is no leak when it never ends."),
            Map.entry("refine", "What the members of a struct mean, without a change to its layout."),
            Map.entry("bits",
                    "Groups of bits with names of their own, the lowest being 0: `word bits { 0..15 blocks; }`"),
            Map.entry("value", "A number made of members: `value block = low | (__u64)high << 32;`"),
            Map.entry("variant", "Meanings that hold while a member has a value: `variant on op { READ: ... }`"),
            Map.entry("in", "At least the first and at most the second: `queue in 0 .. 63;`"),
            Map.entry("flags", "Bits of an enum's constants, or-ed together: `flags enum demo_flag`"),
            Map.entry("pointer", "An address in the submitter's memory: `pointer to __u8[len]`"),
            Map.entry("to", "What lies at the address."),
            Map.entry("capture", "How many bytes from the address a trace may copy."),
            Map.entry("errno", "An errno, negated or not."),
            Map.entry("text", "Characters: an array of bytes up to its first NUL, or the bytes of a number."),
            Map.entry("time", "A duration in `ns`, `us`, `ms` or `s`; nanoseconds without a unit."),
            Map.entry("ns", "Nanoseconds."),
            Map.entry("us", "Microseconds."),
            Map.entry("ms", "Milliseconds."),
            Map.entry("s", "Seconds."),
            Map.entry("le16", "16 bits, the lowest byte first."),
            Map.entry("le32", "32 bits, the lowest byte first."),
            Map.entry("le64", "64 bits, the lowest byte first."),
            Map.entry("be16", "16 bits, the highest byte first."),
            Map.entry("be32", "32 bits, the highest byte first."),
            Map.entry("be64", "64 bits, the highest byte first."),
            Map.entry("error", "A request that breaks the rule is a mistake; this is so where nothing is said."),
            Map.entry("warning", "A request that breaks the rule is suspicious."),
            Map.entry("info", "A request that breaks the rule is worth a remark."),
            Map.entry("send", "A command to send to a device, run from the editor or by `ringspect send`."),
            Map.entry("expect", "What must hold for the answer."),
            Map.entry("within", "The longest time to wait for the answer: `within 2s`"),
            Map.entry("default", "Every value that no other case has."),
            Map.entry("over", "The bytes of a member are the members of a struct: `struct wire over bytes;`"),
            Map.entry("none", "Nothing more than what holds for every value."),
            Map.entry("struct", "Members one after the other, laid out as C does."),
            Map.entry("union", "Members at one place."),
            Map.entry("enum", "Constants; it may name its integer: `enum op : __u8 { READ = 1 };`"),
            Map.entry("typedef", "Another name for a type."),
            Map.entry("sizeof", "The size of a type in bytes."));

    private Keywords() {}

    /** What {@code word} means where it is a keyword; empty for a word that is none. */
    public static Optional<String> help(String word) {
        return Optional.ofNullable(HELP.get(word));
    }
}
