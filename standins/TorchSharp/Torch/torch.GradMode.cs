using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Whether operations of this thread are recorded for gradients. Each setting lasts until its object is disposed,
    // on the same thread.

    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static bool is_grad_enabled() => st_grad_enabled();

    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_inference_mode_enabled() => st_inference_enabled();

    private sealed class GradMode : IDisposable
    {
        private readonly bool before = st_grad_enabled();

        public GradMode(bool enabled) => st_set_grad_enabled(enabled);

        public void Dispose() => st_set_grad_enabled(before);
    }

    private sealed class InferenceMode(bool mode) : IDisposable
    {
        private nint guard = st_inference_begin(mode);

        public void Dispose()
        {
            var held = guard;
            guard = 0;
            if (held != 0)
                st_inference_end(held);
        }
    }
}
