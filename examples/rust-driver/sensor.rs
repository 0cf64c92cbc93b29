// SPDX-License-Identifier: GPL-2.0
//! The handler of a sensor's driver in Rust: what Ringspect reads of it. It is no whole driver.

/// What a program asks for; 16 bytes fit an SQE of 64.
#[repr(C)]
pub struct SampleCmd {
    pub buffer: u64,
    pub count: u32,
    pub channel: u16,
    pub reserved: u16,
}

/// What the driver keeps with a command until the sample is there: at most 32 bytes.
#[repr(C)]
pub struct SamplePdu {
    pub started: u64,
    pub channel: u32,
    pub left: u32,
}

pub const SENSOR_SAMPLE: u32 = 0x80107301;
pub const CHANNELS: u16 = 8;

fn uring_cmd(cmd: IoUringCmd, issue_flags: u32) -> Result<UringCmdAction> {
    match cmd.cmd_op() {
        SENSOR_SAMPLE => sample(cmd, issue_flags),
        _ => Err(ENOTTY),
    }
}

fn sample(mut cmd: IoUringCmd, _issue_flags: u32) -> Result<UringCmdAction> {
    // A copy: the program can write to the SQE meanwhile.
    let asked: SampleCmd = cmd.sqe().cmd_data::<SampleCmd>()?;
    if asked.channel >= CHANNELS || asked.reserved != 0 {
        return Err(EINVAL);
    }
    cmd.write_pdu(&SamplePdu { started: now(), channel: asked.channel.into(), left: asked.count })?;
    let (action, queued) = cmd.queue();
    WAITING.push(queued)?;
    Ok(action)
}
