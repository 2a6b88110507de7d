// Loaded before a program: at SIGUSR2 nothing of it runs for a quarter of a second, as under long work of its own.
process.on('SIGUSR2', () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250));
