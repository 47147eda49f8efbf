/**
 * Chromium of the distribution. Its sandbox needs rights that containers do not give, and what it would load in the
 * background is noise.
 */
export const launchOptions = {
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    // Debian's start script switches it on, and without a graphics card it is emulated.
    '--disable-gpu-rasterization',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
