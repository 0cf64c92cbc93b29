package dev.ringspect.protocol.drivercode;

import java.util.regex.Pattern;

/** What the kernel's functions and macros do with what drivers give them, by exact names: a driver's own may end alike. */
public final class KernelCalls {
    private static final String LEVELS = "(?:emerg|alert|crit|err|warn|warning|notice|info|dbg|debug|vdbg|devel|cont)"
            + "(?:_once|_ratelimited)?";
    private static final Pattern LOOKS_ONLY = Pattern.compile("io_uring_sqe\\w*|io_uring_cmd_to_pdu"
            + "|io_uring_cmd_(?:get|import|ctx|private)\\w*|READ_ONCE|WRITE_ONCE|container_of|offsetof"
            + "|mem(?:cpy|set|move|cmp)|_*copy_(?:from|to)_user|_*(?:get|put)_user|printk(?:_once|_ratelimited)?|pr_"
            + LEVELS + "|dev_" + LEVELS + "|dev_(?:printk|err_probe|name)|trace_\\w+|WARN\\w*|BUG\\w*|BUILD_BUG_ON\\w*"
            + "|u64_to_user_ptr|INIT_(?:DELAYED_|DEFERRABLE_|RCU_)?WORK(?:_ONSTACK)?|INIT_(?:LIST_HEAD|HLIST_NODE|HLIST_HEAD)"
            + "|(?:raw_)?spin_lock_init|(?:mutex|rwlock|seqlock|kref|hrtimer|sema|xa|idr|ida)_init|init_rwsem|init_completion"
            + "|init_waitqueue_head|lockdep_\\w+|IS_ERR\\w*|PTR_ERR\\w*|ERR_PTR|likely|unlikely|[bl]e\\d+_to_cpu"
            + "|cpu_to_[bl]e\\d+|(?:min|max)(?:3|_t|_not_zero)?|clamp(?:_t|_val)?");
    private static final Pattern STORES = Pattern.compile("WRITE_ONCE|mem(?:cpy|move)");
    private static final Pattern ALLOCATES = Pattern.compile("k[mzv]*alloc\\w*|kmem_cache_\\w*alloc\\w*|devm_k\\w+");
    private static final Pattern SETS = Pattern
            .compile("(?:unsafe_|_*)get_user\\w*|\\w+_irqsave\\w*|local_irq_save|swap"
                    + "|do_div|WRITE_ONCE|\\w+_poll_timeout\\w*");

    private KernelCalls() {}

    /** Whether a call of that name leaves no one with what it was given, where it does not store it. */
    public static boolean looksOnly(String name) {
        return LOOKS_ONLY.matcher(name).matches();
    }

    /** Whether it stores its second argument in its first, or in what that points to. */
    public static boolean stores(String name) {
        return STORES.matcher(name).matches();
    }

    public static boolean allocates(String name) {
        return ALLOCATES.matcher(name).matches();
    }

    /** Whether it may be a macro that sets variables which it is given by their name alone. */
    public static boolean setsVariables(String name) {
        boolean upper = name.chars().noneMatch(Character::isLowerCase);
        return SETS.matcher(name).matches() || (upper && !looksOnly(name));
    }
}
