namespace Akka.Configuration.Hocon;

/// <summary>
/// Reads HOCON as Akka.NET 1.5 understands it: objects, arrays, comments, quoted and unquoted text, includes by
/// callback, and references to paths of the same text. Optional references, references to environment variables and
/// <c>+=</c> are not part of it and are refused here too.
/// </summary>
public class Parser
{
    private readonly List<HoconSubstitution> _references = [];
    private readonly Func<string, HoconRoot> _include;
    private readonly HoconReader _reader;

    private Parser(string text, Func<string, HoconRoot> include)
    {
        _reader = new HoconReader(text);
        _include = include;
    }

    /// <summary>Parses <paramref name="text"/>.</summary>
    /// <exception cref="FormatException">The text is not HOCON, or a reference points nowhere.</exception>
    public static HoconRoot Parse(string text, Func<string, HoconRoot> includeCallback)
    {
        var parser = new Parser(text, includeCallback);
        return parser.Root();
    }

    private HoconRoot Root()
    {
        var root = new HoconValue([new HoconObject()]);
        _reader.SkipBlank();
        var braced = _reader.Peek == '{';
        if (braced)
            _reader.Skip(1);
        Members(root, "", braced);
        _reader.SkipBlank();
        if (!_reader.End)
            throw _reader.Error($"expected a key, found {_reader.Found}");
        var config = new Config(new HoconRoot(root));
        foreach (var reference in _references)
            reference.ResolvedValue = config.GetValue(reference.Path)
                ?? throw new FormatException($"Unresolved substitution: {reference.Path}");
        return new HoconRoot(root, _references);
    }

    private void Members(HoconValue owner, string path, bool braced)
    {
        while (true)
        {
            _reader.SkipBlank();
            if (_reader.End)
            {
                if (braced)
                    throw _reader.Error("an object is not closed");
                return;
            }

            if (_reader.Peek == '}')
            {
                if (!braced)
                    throw _reader.Error("'}' closes nothing");
                _reader.Skip(1);
                return;
            }

            if (!TryInclude(owner, path))
                Member(owner, path);
        }
    }

    private bool TryInclude(HoconValue owner, string path)
    {
        const string word = "include";
        if (!_reader.Sees(word))
            return false;
        _reader.Skip(word.Length);
        var gap = _reader.TakeSpaces();
        if (gap.Length == 0 || _reader.Peek != '"')
        {
            _reader.Skip(-word.Length - gap.Length);
            return false;
        }

        var name = _reader.TakeQuoted();
        if (_include is null)
            throw _reader.Error($"include \"{name}\" needs the form of ParseString with an include callback");
        var included = _include(name);
        foreach (var reference in included.Substitutions)
        {
            if (path.Length > 0)
                reference.Path = $"{path}.{reference.Path}";
            _references.Add(reference);
        }

        owner.GetObject().Merge(included.Value.GetObject());
        return true;
    }

    private void Member(HoconValue owner, string path)
    {
        var key = Key();
        var value = owner.GetObject().GetOrCreateKey(key);
        var inner = path.Length == 0 ? key : $"{path}.{key}";
        _reader.SkipBlank();
        switch (_reader.Peek)
        {
            case '.':
                _reader.Skip(1);
                Member(AsObject(value), inner);
                break;
            case '{':
                _reader.Skip(1);
                Members(AsObject(value), inner, braced: true);
                break;
            case '=' or ':':
                _reader.Skip(1);
                Value(value, inner);
                SkipComma();
                break;
            default:
                throw _reader.Error($"expected '=', ':', '.' or '{{' after the key '{key}', found {_reader.Found}");
        }
    }

    // The original allows a comma only right behind a value: not after "key { ... }", and not on the next line.
    private void SkipComma()
    {
        if (_reader.Peek == ',')
            _reader.Skip(1);
    }

    private string Key()
    {
        if (_reader.Peek == '"')
            return _reader.TakeQuoted();
        var key = _reader.AtUnquotedKey ? _reader.TakeUnquotedKey() : "";
        if (key.Length == 0)
            throw _reader.Error($"expected a key, found {_reader.Found}");
        if (key.EndsWith('+') && _reader.Peek == '=')
            throw _reader.Error("'+=' is not part of the HOCON of Akka.NET 1.5; write the whole list");
        return key;
    }

    private static HoconValue AsObject(HoconValue value)
    {
        if (!value.IsObject())
            value.NewValue(new HoconObject());
        return value;
    }

    private void Value(HoconValue owner, string path)
    {
        if (!owner.IsObject())
            owner.Clear();
        _reader.SkipBlank();
        if (_reader.End || _reader.Peek is '}' or ']' or ',')
            throw _reader.Error($"expected the value of '{path}', found {_reader.Found}");
        while (Piece(owner, path))
        {
            var spaces = _reader.TakeSpaces();
            if (spaces.Length > 0)
                owner.AppendValue(new HoconLiteral { Value = spaces });
        }
    }

    private bool Piece(HoconValue owner, string path)
    {
        switch (_reader.Peek)
        {
            case '{':
                _reader.Skip(1);
                Members(AsObject(owner), path, braced: true);
                return true;
            case '[':
                _reader.Skip(1);
                owner.AppendValue(Array(path));
                return true;
            case '"':
                Literal(owner, _reader.Sees("\"\"\"") ? _reader.TakeTripleQuoted() : _reader.TakeQuoted());
                return true;
            case '$' when _reader.Sees("${"):
                owner.AppendValue(Reference());
                return true;
        }

        if (!_reader.AtUnquotedText)
            return false;
        Literal(owner, _reader.TakeUnquotedText());
        if (_reader.Peek is '=' or ':')
            throw new ConfigurationException(
                _reader.Error($"the unquoted value of '{path}' holds '{_reader.Peek}'; put it in quotes").Message);
        return true;
    }

    private static void Literal(HoconValue owner, string text)
    {
        if (owner.IsObject())
            owner.Clear();
        owner.AppendValue(new HoconLiteral { Value = text });
    }

    private HoconArray Array(string path)
    {
        var array = new HoconArray();
        while (true)
        {
            _reader.SkipBlank();
            if (_reader.End)
                throw _reader.Error($"the array '{path}' is not closed");
            if (_reader.Peek == ']')
                break;
            var element = new HoconValue();
            Value(element, path);
            SkipComma();
            array.Add(element);
        }

        _reader.Skip(1);
        return array;
    }

    private HoconSubstitution Reference()
    {
        _reader.Skip(2);
        if (_reader.Peek == '?')
            throw _reader.Error("optional references '${?path}' are not part of the HOCON of Akka.NET 1.5");
        var reference = new HoconSubstitution(_reader.TakeUnquotedText().Trim());
        _reader.Expect('}', "reference");
        _references.Add(reference);
        return reference;
    }
}
