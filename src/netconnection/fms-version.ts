/** The version of FMS whose protocol this is: players look at the number before they use a feature. */
export const FMS_VERSION = '4,5,0,297';

/** `capabilities`, as FMS 4.5 sends them. */
export const FMS_CAPABILITIES = 255;
