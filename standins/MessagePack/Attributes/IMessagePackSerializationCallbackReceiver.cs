namespace MessagePack;

/// <summary>An object that wants to know when it is about to be written and when it has been read.</summary>
public interface IMessagePackSerializationCallbackReceiver
{
    void OnBeforeSerialize();

    void OnAfterDeserialize();
}
