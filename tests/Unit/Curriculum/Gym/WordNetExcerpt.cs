namespace Moe.Unit.Specs.Curriculum.Gym;

/// <summary>Made-up lines in the format of WordNet's database files.</summary>
internal static class WordNetExcerpt
{
    private const string Folder = "usr/share/wordnet/";

    public static GymFolder Write(GymFolder folder) => folder
        .Package("wordnet-base", Folder + "data.noun", """
              1 This software and database is being provided to you, the LICENSEE.
            00000100 06 n 02 work_table 0 bench 0 001 @ 00000200 n 0000 | a bench; "he left the bench"; "a bench"
            00000200 06 n 01 table 0 000 | a piece of furniture
            00000300 18 n 02 Lovelace 0 Ada_Byron_Lovelace 0 001 @i 00000200 n 0000 | English mathematician (1815-1852)
            00000400 18 n 01 Alan_Smith 0 001 @i 00000200 n 0000 | United States chemist (born in 1950)
            00000500 18 n 01 baker 0 000 | someone who bakes

            """)
        .Package("wordnet-base", Folder + "data.verb",
            "00000600 36 v 01 bake 0 001 + 00000500 n 0101 01 + 02 00 | cook in an oven\n")
        .Package("wordnet-base", Folder + "data.adj", """
            00000700 00 a 01 happy 0 001 ! 00000800 a 0101 | full of joy
            00000800 00 a 01 unhappy 0 001 ! 00000700 a 0101 | without joy
            00000900 00 s 01 sole(a) 0 000 | being the only one

            """)
        .Package("wordnet-base", Folder + "data.adv",
            "00001000 02 r 01 happily 0 001 \\ 00000700 s 0101 | in a happy way\n")
        .Package("wordnet-base", Folder + "cntlist.rev", "bench%1:06:00:: 1 3\nbench%1:06:01:: 2 2\n")
        .Package("wordnet-base", Folder + "verb.exc", "went go\nate_out eat_out\nput put\n");
}
