"""What is said in the demo's film, as people hand it in."""

ENGINE_IN_ENGLISH = """WEBVTT

00:00.000 --> 00:04.000
<v Mary Somerville>Good evening. Tonight we argue about an engine that nobody has built.

00:04.000 --> 00:08.000
<v Ada Lovelace>Holes in a card tell a loom which thread to lift. They could tell an engine which figure to carry.

00:08.000 --> 00:12.000
<v Ada Lovelace>It will do all that we know how to order. It has no wishes of its own.

00:12.000 --> 00:15.000
<v Charles Babbage>The store keeps the numbers. The mill grinds them.

00:15.000 --> 00:18.000
<v Charles Babbage>Who wrote the first program? I wrote orders; she saw what an order is.

00:18.000 --> 00:21.500
<v Ismail al-Jazari>On my water clock stand an elephant, a phoenix and a drummer. They greet the guests.

00:21.500 --> 00:25.000
<v Ismail al-Jazari>The palace never wanted the hour. It wanted to be greeted.

00:25.000 --> 00:30.000
<v Augustus De Morgan>Then let us not ask whether it thinks. Let us ask what we do once it answers.
"""
ENGINE_IN_CHINESE = """WEBVTT

00:00.000 --> 00:04.000
<v Mary Somerville>晚上好。今晚我们争论一台谁也没有造出来的机器。

00:04.000 --> 00:08.000
<v Ada Lovelace>卡片上的孔告诉提花机抬起哪一根线，也可以告诉机器把哪一位数进上去。

00:08.000 --> 00:12.000
<v Ada Lovelace>凡是我们会吩咐的，它都会做；它自己没有愿望。

00:12.000 --> 00:15.000
<v Charles Babbage>仓库存数，磨坊磨数。

00:15.000 --> 00:18.000
<v Charles Babbage>谁写了第一个程序？我写了指令，她看懂了什么是指令。

00:18.000 --> 00:21.500
<v Ismail al-Jazari>我的水钟上有大象、凤凰和鼓手，它们向客人致意。

00:21.500 --> 00:25.000
<v Ismail al-Jazari>宫里要的从来不是时辰，而是有人问候。

00:25.000 --> 00:30.000
<v Augustus De Morgan>那就别问它会不会思考，问问我们听到回答以后怎么办。
"""
FORECAST = """WEBVTT

00:00.000 --> 00:02.000
<v Luke Howard>Good evening, and look at the sky before you sit down.

00:02.000 --> 00:06.000
<v Francis Beaufort>Twelve winds, from smoke that rises straight to what no canvas can withstand.

00:06.000 --> 00:10.000
<v Francis Beaufort>Two captains who use the same number have seen the same sea.

00:10.000 --> 00:16.000
<v Robert FitzRoy>I did not say prophecy, and I did not say prediction. A forecast is an opinion with a chart.

00:16.000 --> 00:22.000
<v Robert FitzRoy>It is no promise. It is what I would tell a friend who has a boat.

00:22.000 --> 00:30.000
<v Luke Howard>Three names will do for the clouds, and the rest can be made by joining them.
"""
