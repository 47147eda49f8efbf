use crate::{
    operation::{Access, Body, Operation, Parameter},
    wire::{
        DeviceAnswer, DeviceCodeOutput, DeviceCodeRequest, DeviceTokenOutput, DeviceTokenRequest, DeviceVerification,
        SuccessOutput,
    },
};

/// Devices send forms, as OAuth has it (RFC 6749, 4.1.3), and JSON, as upstream.
const FROM_DEVICES: Body = Body::JsonOrOauthForm(Body::SMALL);

/// `POST /device/code`: a device asks to be signed in.
pub static REQUEST_DEVICE_CODE: Operation = Operation {
    body: FROM_DEVICES,
    ..Operation::writing("deviceCode", "/device/code").taking::<DeviceCodeRequest>().giving::<DeviceCodeOutput>()
};

/// `POST /device/token`: the device asks for the answer.
pub static REDEEM_DEVICE_CODE: Operation = Operation {
    body: FROM_DEVICES,
    ..Operation::writing("deviceToken", "/device/token").taking::<DeviceTokenRequest>().giving::<DeviceTokenOutput>()
};

/// `GET /device`: a person has typed a code.
pub static VERIFY_DEVICE: Operation = Operation::reading("deviceVerify", "/device")
    .asking(&[Parameter::required("user_code")])
    .giving::<DeviceVerification>();

/// `POST /device/approve`: the person says yes.
pub static APPROVE_DEVICE: Operation = Operation::writing("deviceApprove", "/device/approve")
    .for_callers(Access::SignedIn)
    .taking::<DeviceAnswer>()
    .giving::<SuccessOutput>();

/// `POST /device/deny`: the person says no.
pub static DENY_DEVICE: Operation = Operation::writing("deviceDeny", "/device/deny")
    .for_callers(Access::SignedIn)
    .taking::<DeviceAnswer>()
    .giving::<SuccessOutput>();

pub(in crate::features) const ROUTES: &[&Operation] =
    &[&REQUEST_DEVICE_CODE, &REDEEM_DEVICE_CODE, &VERIFY_DEVICE, &APPROVE_DEVICE, &DENY_DEVICE];

/// The operations by which user codes could be guessed.
pub(in crate::features) const TAKING_USER_CODES: &[&Operation] = &[&VERIFY_DEVICE, &APPROVE_DEVICE, &DENY_DEVICE];
