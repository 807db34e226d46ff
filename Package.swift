// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// Targets whose loops dominate the running time are optimised in debug builds too, so that tests run
/// at the speed of the program.
let hot: [SwiftSetting] =
  strict + [
    .unsafeFlags(["-O"], .when(configuration: .debug)),
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
  ]

let package = Package(
  name: "yiwen",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    // The game.
    .target(name: "Xiangqi", swiftSettings: hot),
    .target(name: "CLzma", linkerSettings: [.linkedLibrary("lzma")]),
    .target(name: "GameFiles", dependencies: ["Xiangqi", "CLzma"], swiftSettings: hot),
    .target(name: "RuleCheck", dependencies: ["Xiangqi"], swiftSettings: strict),

    // The language model.
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3", "-ffp-contract=off"])]),
    .target(name: "Kernels", dependencies: ["CKernels"], swiftSettings: hot),
    .target(name: "ModelFiles", swiftSettings: hot + [.enableExperimentalFeature("Lifetimes")]),
    .target(name: "Tokenizers", dependencies: ["ModelFiles"], swiftSettings: hot),
    .target(
      name: "LanguageModel", dependencies: ["Kernels", "ModelFiles", "Tokenizers"], swiftSettings: hot),

    // Training of models.
    .target(
      name: "Training", dependencies: ["LanguageModel", "Kernels", "ModelFiles"], swiftSettings: hot),

    // The model and texts.
    .target(
      name: "TextTasks", dependencies: ["LanguageModel", "Kernels", "ModelFiles", "Tokenizers"],
      swiftSettings: hot),

    // The model at the board.
    .target(
      name: "Players", dependencies: ["Xiangqi", "LanguageModel", "Kernels", "ModelFiles", "Tokenizers"],
      swiftSettings: hot),

    // Other programs that play.
    .target(
      name: "EngineProtocol", dependencies: ["Players", "LanguageModel", "Xiangqi"], swiftSettings: strict),

    // Matches.
    .target(
      name: "Matches", dependencies: ["EngineProtocol", "Players", "GameFiles", "Xiangqi", "LanguageModel"],
      swiftSettings: hot),

    // Games and texts as training data.
    .target(
      name: "Corpora",
      dependencies: [
        "Training", "Players", "TextTasks", "GameFiles", "Xiangqi", "LanguageModel", "ModelFiles",
        "Tokenizers",
      ],
      swiftSettings: hot),

    // The terminal.
    .target(name: "Screen", swiftSettings: hot),
    .target(
      name: "CTerm", cSettings: [.define("NCURSES_WIDECHAR", to: "1")],
      linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(name: "TerminalDriver", dependencies: ["Screen", "CTerm"], swiftSettings: strict),
    .target(
      name: "Catalog", dependencies: ["Xiangqi", "Players", "EngineProtocol", "GameFiles", "ModelFiles"],
      swiftSettings: strict),
    .target(
      name: "TerminalUI",
      dependencies: [
        "Screen", "Players", "EngineProtocol", "TextTasks", "LanguageModel", "Catalog", "Xiangqi",
        "GameFiles",
      ],
      swiftSettings: strict),

    // The program.
    .executableTarget(
      name: "yiwen",
      dependencies: [
        "Xiangqi", "RuleCheck", "GameFiles", "Kernels", "ModelFiles", "LanguageModel", "Tokenizers",
        "Players", "EngineProtocol", "Matches", "TextTasks", "Catalog", "Training", "Corpora", "Screen",
        "TerminalDriver", "TerminalUI",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      swiftSettings: strict),

    // Tests.
    .target(
      name: "TestSupport", dependencies: ["Xiangqi"], path: "Tests/TestSupport", swiftSettings: hot),
    .testTarget(
      name: "XiangqiTests", dependencies: ["Xiangqi", "TestSupport"],
      resources: [.copy("Fixtures")], swiftSettings: hot),
    .testTarget(
      name: "GameFilesTests", dependencies: ["GameFiles", "TestSupport"],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(
      name: "RuleCheckTests", dependencies: ["RuleCheck", "Xiangqi", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "KernelsTests", dependencies: ["Kernels", "CKernels"], swiftSettings: hot),
    .testTarget(name: "ModelFilesTests", dependencies: ["ModelFiles"], swiftSettings: strict),
    .testTarget(
      name: "TokenizersTests", dependencies: ["Tokenizers", "ModelFiles", "TestSupport"],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "LanguageModelTests",
      dependencies: ["LanguageModel", "Kernels", "ModelFiles", "Tokenizers", "TestSupport"],
      resources: [.copy("Fixtures")], swiftSettings: hot),
    .target(
      name: "TextTestSupport", dependencies: ["LanguageModel", "ModelFiles", "Tokenizers"],
      path: "Tests/TextTestSupport", swiftSettings: strict),
    .testTarget(
      name: "TextTasksTests",
      dependencies: [
        "TextTasks", "LanguageModel", "ModelFiles", "Tokenizers", "TextTestSupport", "TestSupport",
      ], exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(
      name: "PlayersTests",
      dependencies: ["Players", "Xiangqi", "LanguageModel", "ModelFiles", "GameFiles", "TestSupport"],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "EngineProtocolTests",
      dependencies: ["EngineProtocol", "Players", "Xiangqi", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "MatchesTests",
      dependencies: [
        "Matches", "EngineProtocol", "Players", "GameFiles", "Xiangqi", "LanguageModel",
        "TestSupport",
      ],
      swiftSettings: hot),
    .testTarget(
      name: "TrainingTests",
      dependencies: ["Training", "Kernels", "LanguageModel", "ModelFiles", "TestSupport"],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "CorporaTests",
      dependencies: [
        "Corpora", "Training", "Players", "TextTasks", "GameFiles", "Xiangqi", "LanguageModel", "ModelFiles",
        "Tokenizers", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "CatalogTests", dependencies: ["Catalog", "EngineProtocol", "GameFiles", "Players", "Xiangqi"],
      swiftSettings: strict),
    .testTarget(name: "ScreenTests", dependencies: ["Screen"], swiftSettings: strict),
    .executableTarget(
      name: "screen-demo", dependencies: ["TerminalDriver", "Screen"], path: "Tests/ScreenDemo",
      swiftSettings: strict),
    .testTarget(
      name: "TerminalDriverTests", dependencies: ["TerminalDriver", "Screen", "TestSupport", "screen-demo"],
      swiftSettings: strict),
    .testTarget(
      name: "TerminalUITests",
      dependencies: [
        "TerminalUI", "Catalog", "Players", "EngineProtocol", "TextTasks", "Screen", "GameFiles", "Xiangqi",
        "TestSupport", "TextTestSupport",
      ],
      exclude: ["Snapshots"], swiftSettings: strict),
    .testTarget(
      name: "YiwenTests",
      dependencies: [
        "yiwen", "TestSupport", "Xiangqi", "GameFiles", "TextTestSupport", "EngineProtocol", "Players",
      ],
      exclude: ["Snapshots"], swiftSettings: strict),
  ]
)
