using System.Buffers.Binary;
using System.Text;
using Moe.Model.Failures;

namespace Moe.Model.Weights;

/// <summary>
/// Runs a pickle on a stack as Python would, but with nothing to call: opcodes are those that torch.save emits for
/// dictionaries of tensors, and what they build is decided by <see cref="TorchPickleGlobals"/>, which knows its few
/// names and refuses every other. So no file can make this process import or execute anything.
/// </summary>
internal sealed class PickleReader(string file, ReadOnlyMemory<byte> content)
{
    private static readonly object Mark = new();

    private readonly TorchPickleGlobals globals = new(file);
    private readonly List<object?> stack = [];
    private readonly Dictionary<uint, object?> memo = [];
    private int position;

    /// <summary>The object the pickle holds.</summary>
    /// <exception cref="WeightsException">
    /// The pickle is damaged, or asks for a name or opcode that is not allowed.
    /// </exception>
    public object? Read()
    {
        while (true)
        {
            var opcode = (PickleOpcode)Take(1)[0];
            if (opcode == PickleOpcode.Stop)
                return Pop();
            if (!RunValue(opcode) && !RunMemo(opcode) && !RunContainer(opcode))
                RunObject(opcode);
        }
    }

    // Opcodes that put one plain value on the stack.
    private bool RunValue(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Protocol: CheckProtocol(Take(1)[0]); break;
            case PickleOpcode.Frame: Take(sizeof(long)); break;
            case PickleOpcode.None: stack.Add(null); break;
            case PickleOpcode.True: stack.Add(true); break;
            case PickleOpcode.False: stack.Add(false); break;
            case PickleOpcode.Int32: stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)))); break;
            case PickleOpcode.UInt8: stack.Add((long)Take(1)[0]); break;
            case PickleOpcode.UInt16: stack.Add((long)TakeUInt16()); break;
            case PickleOpcode.Long: stack.Add(TakeLong()); break;
            case PickleOpcode.Float64: stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double)))); break;
            case PickleOpcode.ShortText: stack.Add(TakeText(Take(1)[0])); break;
            case PickleOpcode.Text: stack.Add(TakeText(TakeUInt32())); break;
            case PickleOpcode.LongText: stack.Add(TakeText(TakeUInt64())); break;
            case PickleOpcode.ShortByteText: stack.Add(TakeText(Take(1)[0])); break;
            default: return false;
        }
        return true;
    }

    private bool RunMemo(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.PutShort: memo[Take(1)[0]] = Peek(); break;
            case PickleOpcode.Put: memo[TakeUInt32()] = Peek(); break;
            case PickleOpcode.Memoize: memo[(uint)memo.Count] = Peek(); break;
            case PickleOpcode.GetShort: stack.Add(Recall(Take(1)[0])); break;
            case PickleOpcode.Get: stack.Add(Recall(TakeUInt32())); break;
            default: return false;
        }
        return true;
    }

    private bool RunContainer(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Mark: stack.Add(Mark); break;
            case PickleOpcode.EmptyTuple: stack.Add(Array.Empty<object?>()); break;
            case PickleOpcode.Tuple1: stack.Add(PopMany(1)); break;
            case PickleOpcode.Tuple2: stack.Add(PopMany(2)); break;
            case PickleOpcode.Tuple3: stack.Add(PopMany(3)); break;
            case PickleOpcode.Tuple: stack.Add(PopToMark()); break;
            case PickleOpcode.EmptyList: stack.Add(new List<object?>()); break;
            case PickleOpcode.Append: Append([Pop()]); break;
            case PickleOpcode.Appends: Append(PopToMark()); break;
            case PickleOpcode.EmptyDictionary: stack.Add(new PickleDictionary()); break;
            case PickleOpcode.SetItem: SetItems(PopMany(2)); break;
            case PickleOpcode.SetItems: SetItems(PopToMark()); break;
            default: return false;
        }
        return true;
    }

    private void RunObject(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Global:
                stack.Add(globals.Import(TakeLine(), TakeLine()));
                break;
            case PickleOpcode.StackGlobal:
                var names = PopMany(2);
                stack.Add(globals.Import(Expect<string>(names[0]), Expect<string>(names[1])));
                break;
            case PickleOpcode.PersistentId:
                stack.Add(globals.Load(Expect<object?[]>(Pop())));
                break;
            case PickleOpcode.Reduce:
                var call = PopMany(2);
                stack.Add(globals.Build(Expect<PickleGlobal>(call[0]), Expect<object?[]>(call[1])));
                break;
            case PickleOpcode.Build:
                // Attributes of an OrderedDict (torch keeps version numbers in one); the weights are not among them.
                Pop();
                Expect<PickleDictionary>(Peek());
                break;
            default:
                throw Malformed($"opcode 0x{(int)opcode:X2} is not one that torch.save writes for tensors");
        }
    }

    private void CheckProtocol(byte version)
    {
        if (version is < 2 or > 5)
            throw Malformed($"pickle protocol {version}, expected 2 to 5");
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(content.Length - position))
            throw Malformed($"{count} bytes are wanted where {content.Length - position} are left");
        var taken = content.Span.Slice(position, (int)count);
        position += (int)count;
        return taken;
    }

    private ushort TakeUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    private uint TakeUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    private ulong TakeUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    private string TakeText(ulong length) => Encoding.UTF8.GetString(Take(length));

    private string TakeLine()
    {
        var length = content.Span[position..].IndexOf((byte)'\n');
        if (length < 0)
            throw Malformed("a line does not end");
        var line = TakeText((ulong)length);
        position++;
        return line;
    }

    private long TakeLong()
    {
        var bytes = Take(Take(1)[0]);
        if (bytes.Length > sizeof(long))
            throw Malformed($"a whole number of {bytes.Length} bytes, expected at most {sizeof(long)}");
        var value = bytes is [.., var last] && (last & 0x80) != 0 ? -1L : 0L;
        for (var index = bytes.Length - 1; index >= 0; index--)
            value = (value << 8) | bytes[index];
        return value;
    }

    private object? Peek() => stack.Count > 0 ? stack[^1] : throw Malformed("the stack is empty");

    private object? Pop()
    {
        var value = Peek();
        stack.RemoveAt(stack.Count - 1);
        return ReferenceEquals(value, Mark) ? throw Malformed("a mark stands where a value is expected") : value;
    }

    private object?[] PopMany(int count)
    {
        var values = new object?[count];
        for (var index = count - 1; index >= 0; index--)
            values[index] = Pop();
        return values;
    }

    private object?[] PopToMark()
    {
        var mark = stack.LastIndexOf(Mark);
        if (mark < 0)
            throw Malformed("a mark is missing");
        object?[] values = [.. stack.Skip(mark + 1)];
        stack.RemoveRange(mark, stack.Count - mark);
        return values;
    }

    private object? Recall(uint key) =>
        memo.TryGetValue(key, out var value) ? value : throw Malformed($"nothing was remembered under {key}");

    private void Append(object?[] values) => Expect<List<object?>>(Peek()).AddRange(values);

    private void SetItems(object?[] keysAndValues)
    {
        if (keysAndValues.Length % 2 != 0)
            throw Malformed("a key has no value");
        var items = Expect<PickleDictionary>(Peek()).Items;
        for (var index = 0; index < keysAndValues.Length; index += 2)
            items.Add(new(keysAndValues[index], keysAndValues[index + 1]));
    }

    private T Expect<T>(object? value) where T : class =>
        value as T ?? throw Malformed($"a {value?.GetType().Name ?? "None"} stands where a {typeof(T).Name} is "
            + "expected");

    private WeightsException Malformed(string what) => new(
        $"{file}: data.pkl cannot be read at byte {position}: {what}. The file is damaged or was not written by "
        + "torch.save of a state dictionary; save model.state_dict() again, best as safetensors.");
}
